package dev.posthaste.queue;

/** What else would fail in the same way. */
public enum Scope {

    /** This recipient; others of the message may be fine. */
    RECIPIENT,

    /** This message, at this destination; other messages may be fine. */
    MESSAGE,

    /** Every message to this destination. */
    HOST,

    /** The cause is with this server; nothing is known of the destination. */
    SITE
}
