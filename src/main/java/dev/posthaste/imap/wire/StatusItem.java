package dev.posthaste.imap.wire;

/** Data items of STATUS (RFC 9051 section 6.3.11; {@code RECENT} is from RFC 3501). */
public enum StatusItem {
    /** Number of messages. */
    MESSAGES,
    /** Number of recent messages; IMAP4rev1 only. */
    RECENT,
    /** A lower bound of the UID of the next message. */
    UIDNEXT,
    /** The UIDVALIDITY of the mailbox. */
    UIDVALIDITY,
    /** Number of messages without {@code \Seen}. */
    UNSEEN,
    /** Number of messages with {@code \Deleted}. */
    DELETED,
    /** Total size of all messages in octets. */
    SIZE
}
