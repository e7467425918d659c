package dev.posthaste.listener;

/** Whether somebody else can read along on a connection, and so whether a password may be said there (RFC 8314). */
public enum Channel {
    /** Clear text; TLS comes before any password. */
    CLEAR,
    /** Clear text where the operator permits passwords: on the developer's own machine. */
    CLEAR_PERMITTED,
    /** TLS. */
    TLS;

    /** Whether a password is taken. */
    public boolean permitsPasswords() {
        return this != CLEAR;
    }

    /** Whether it can be changed to TLS. */
    public boolean canStartTls() {
        return this != TLS;
    }
}
