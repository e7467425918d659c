package dev.posthaste.smtp.client;

/** The scope of a failure: what else would fail in the same way. */
public enum FailureScope {
    /** Only this recipient. */
    RECIPIENT,
    /** Every recipient of this message. */
    MESSAGE,
    /** Every message to this host. */
    HOST
}
