package dev.posthaste.listener;

/** What is spoken on a port. Called on whichever event loop has the connection. */
public interface Protocol {

    /** Serves a client that was admitted. */
    ConnectionHandler handler(Transport transport);

    /** The last words to a client that is not served. */
    byte[] refusal(Refusal why);

    /** Limits of each connection. */
    Timeouts timeouts();
}
