package dev.posthaste.imap.wire;

/** How a command and its responses identify messages. */
public enum Numbering {
    /** By message sequence number. */
    SEQUENCE,
    /** By UID: the command has the prefix {@code UID}. */
    UID
}
