package dev.posthaste.smtp.wire;

/** In which characters an envelope is written (RFC 6531 section 3.4). */
public enum Encoding {
    /** As always. */
    ASCII,
    /** With SMTPUTF8: addresses and header fields may be UTF-8. */
    UTF8
}
