package dev.posthaste.smtp.wire;

/** The character encoding of an envelope (RFC 6531 section 3.4). */
public enum Encoding {
    /** Without SMTPUTF8. */
    ASCII,
    /** With SMTPUTF8: addresses and header fields may contain UTF-8. */
    UTF8
}
