package dev.posthaste.smtp.client;

/** What else a failure would hit. */
public enum Reach {
    /** This recipient. */
    RECIPIENT,
    /** Every recipient of this message. */
    MESSAGE,
    /** Every message to this host. */
    HOST
}
