package dev.posthaste.imap.wire;

/** Which protocol a connection speaks: it begins with IMAP4rev1, and ENABLE makes it the other. */
public enum Dialect {
    /** RFC 3501: names in modified UTF-7, everything else in ASCII. */
    REV1,
    /** RFC 9051: names and strings in UTF-8, ESEARCH for SEARCH, no RECENT. */
    REV2
}
