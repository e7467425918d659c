package dev.posthaste.imap.wire;

/** By what a command, and the answer to it, calls messages. */
public enum Numbering {
    /** By their place in the mailbox. */
    SEQUENCE,
    /** By UID: the command was prefixed with {@code UID}. */
    UID
}
