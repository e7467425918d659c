package dev.posthaste.imap.wire;

/** What a status response says first (RFC 9051 section 7.1). */
public enum Condition {
    /** It was done. */
    OK,
    /** It was understood and not done. */
    NO,
    /** It was not understood. */
    BAD,
    /** The connection ends. */
    BYE
}
