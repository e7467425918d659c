package dev.posthaste.smtp.server;

/** Through what the client and we speak. */
enum Channel {
    /** In clear text, for everyone on the way to read. */
    CLEAR,
    /** In clear text that does not leave this machine, where passwords are permitted all the same. */
    CLEAR_ON_LOOPBACK,
    /** Encrypted. */
    TLS;

    boolean permitsPasswords() {
        return this != CLEAR;
    }
}
