package dev.posthaste.imap.wire;

/** What SEARCH RETURN is to tell of the messages found (RFC 9051 section 6.4.4). */
public enum SearchReturn {
    /** The smallest number. */
    MIN,
    /** The largest number. */
    MAX,
    /** Every number. */
    ALL,
    /** How many there are. */
    COUNT,
    /** Nothing: {@code $} shall mean them from now on. */
    SAVE
}
