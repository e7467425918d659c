package dev.posthaste.smtp.wire;

/** A departure from the grammar that we read all the same because clients in use write it. Each use is counted. */
public enum Quirk {
    /** {@code RSET } : a space before the CRLF. RFC 5321 section 4.1.1 wants it tolerated. */
    TRAILING_SPACE,

    /** {@code MAIL FROM:alice@example.org}: a path without its angle brackets. */
    MISSING_BRACKETS,

    /** {@code MAIL FROM: <alice@example.org>}: a space that RFC 5321 section 3.3 forbids by name. */
    SPACE_AFTER_COLON,

    /** {@code EHLO my_pc!}: a name that is neither a domain nor an address literal (RFC 5321 section 4.1.4). */
    CLIENT_NAME
}
