package dev.posthaste.imap.wire;

/** The protocol version of a connection: initially IMAP4rev1, after ENABLE IMAP4rev2. */
public enum Dialect {
    /** RFC 3501: mailbox names in modified UTF-7, everything else in ASCII. */
    REV1,
    /** RFC 9051: mailbox names and strings in UTF-8, ESEARCH instead of SEARCH, no RECENT. */
    REV2
}
