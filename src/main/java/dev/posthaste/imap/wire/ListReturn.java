package dev.posthaste.imap.wire;

/** What LIST is to say of each mailbox beside its name (RFC 5258 section 3.2, RFC 6154, RFC 5819). */
public enum ListReturn {
    /** {@code \Subscribed}. */
    SUBSCRIBED,
    /** {@code \HasChildren} or {@code \HasNoChildren}. */
    CHILDREN,
    /** {@code \Sent} and so on. */
    SPECIAL_USE,
    /** A STATUS response. */
    STATUS
}
