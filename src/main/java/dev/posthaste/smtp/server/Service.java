package dev.posthaste.smtp.server;

/** Whom a port serves. */
public enum Service {
    /** Other servers: mail for accounts of this one, from anybody (RFC 5321). */
    MX,
    /** Users of this server, after STARTTLS and AUTH (RFC 6409). */
    SUBMISSION,
    /** The same with TLS from the first octet (RFC 8314 section 3.3). */
    SUBMISSIONS,
    /** A relay of our own: mail for accounts of this server, by LMTP (RFC 2033). */
    LMTP;

    boolean isForUsers() {
        return this == SUBMISSION || this == SUBMISSIONS;
    }

    boolean isLmtp() {
        return this == LMTP;
    }
}
