package dev.posthaste.smtp.wire;

/** A deviation from the grammar that the parser tolerates because clients in use rely on it. Each use is counted. */
public enum Quirk {
    /** {@code RSET } : a space before the CRLF, which RFC 5321 section 4.1.1 asks servers to tolerate. */
    TRAILING_SPACE,

    /** {@code MAIL FROM:alice@example.org}: a path without its angle brackets. */
    MISSING_BRACKETS,

    /** {@code MAIL FROM: <alice@example.org>}: a space that RFC 5321 section 3.3 explicitly forbids. */
    SPACE_AFTER_COLON,

    /** {@code EHLO my_pc!}: a name that is neither a domain nor an address literal (RFC 5321 section 4.1.4). */
    CLIENT_NAME
}
