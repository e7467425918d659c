package dev.posthaste.smtp.server;

/** Whom a port serves. */
public enum Service {
    /** Other servers: mail for accounts of this one, from anybody (RFC 5321). */
    MX,
    /** Users of this server, after STARTTLS and AUTH (RFC 6409). */
    SUBMISSION,
    /** The same with TLS from the first octet (RFC 8314 section 3.3). */
    SUBMISSIONS;

    boolean isForUsers() {
        return this != MX;
    }
}
