package dev.posthaste.imap.wire;

/** Which mailboxes LIST is to find (RFC 5258 section 3.1, RFC 6154 section 2). */
public enum ListSelection {
    /** Subscribed ones, whether they exist or not. */
    SUBSCRIBED,
    /** Those on other servers, too; we know none. */
    REMOTE,
    /** Also those whose descendants are found. */
    RECURSIVEMATCH,
    /** Those with a special use. */
    SPECIAL_USE
}
