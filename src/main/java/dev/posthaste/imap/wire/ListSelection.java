package dev.posthaste.imap.wire;

/** Selection options of LIST (RFC 5258 section 3.1, RFC 6154 section 2). */
public enum ListSelection {
    /** Subscribed mailboxes, whether they exist or not. */
    SUBSCRIBED,
    /** Mailboxes on other servers too; there are none. */
    REMOTE,
    /** Parents of matching mailboxes too. */
    RECURSIVEMATCH,
    /** Mailboxes with a special use. */
    SPECIAL_USE
}
