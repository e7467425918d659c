package dev.posthaste.pop3.server;

/** What a connection runs over, and whether a password may be sent there (RFC 8314 section 4.1). */
enum Channel {
    /** Clear text; STLS comes before any password. */
    CLEAR,
    /** Clear text where the operator permits passwords: on the developer's own machine. */
    CLEAR_PERMITTED,
    /** TLS. */
    TLS;

    boolean permitsLogin() {
        return this != CLEAR;
    }

    boolean offersStls() {
        return this != TLS;
    }
}
