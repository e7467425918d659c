package dev.posthaste.torture;

/** Someone who uses the server until the round is over, whatever happens to his connections. */
interface Client {

    /** Returns when the round is over. */
    void work(Round round);

    /** How it went so far. */
    Served served();

    /** What the report calls it. */
    String name();
}
