package dev.posthaste.imap.wire;

/**
 * Return options of LIST: what to return for each mailbox besides its name (RFC 5258 section 3.2, RFC 6154, RFC 5819).
 */
public enum ListReturn {
    /** {@code \Subscribed}. */
    SUBSCRIBED,
    /** {@code \HasChildren} or {@code \HasNoChildren}. */
    CHILDREN,
    /** A special-use attribute such as {@code \Sent}. */
    SPECIAL_USE,
    /** A STATUS response. */
    STATUS
}
