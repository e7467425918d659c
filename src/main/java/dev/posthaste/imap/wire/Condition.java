package dev.posthaste.imap.wire;

/** The condition of a status response (RFC 9051 section 7.1). */
public enum Condition {
    /** The command succeeded. */
    OK,
    /** The command failed. */
    NO,
    /** The command has a syntax error or is invalid in this state. */
    BAD,
    /** The server closes the connection. */
    BYE
}
