package dev.posthaste.torture;

/** What a client knows of an operation that it has begun. */
enum Outcome {
    /** The server said that it is done; so it must hold for ever. */
    ACKNOWLEDGED,
    /** The server said that it is not done, now; with the store cut off in the middle of a commit it may be wrong. */
    REFUSED,
    /** The connection ended before an answer came: it is done whole or not at all. */
    UNKNOWN
}
