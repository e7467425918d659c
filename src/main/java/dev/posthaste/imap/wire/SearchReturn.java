package dev.posthaste.imap.wire;

/** Return options of SEARCH (RFC 9051 section 6.4.4). */
public enum SearchReturn {
    /** The smallest matching number. */
    MIN,
    /** The largest matching number. */
    MAX,
    /** All matching numbers. */
    ALL,
    /** The number of matches. */
    COUNT,
    /** Returns nothing; saves the result as {@code $}. */
    SAVE
}
