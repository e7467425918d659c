package dev.posthaste.imap.wire;

/** What STATUS can tell (RFC 9051 section 6.3.11; {@code RECENT} is of RFC 3501). */
public enum StatusItem {
    /** How many messages there are. */
    MESSAGES,
    /** How many are new to every session; IMAP4rev1 only. */
    RECENT,
    /** The UID that the next message gets, or a smaller one. */
    UIDNEXT,
    /** What makes UIDs of an earlier mailbox of that name void. */
    UIDVALIDITY,
    /** How many have no {@code \Seen}. */
    UNSEEN,
    /** How many have {@code \Deleted}. */
    DELETED,
    /** Octets of all messages. */
    SIZE
}
