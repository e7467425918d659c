package dev.posthaste.mailbox;

/**
 * Counts over a folder.
 *
 * @param recent messages that no session has been told of as recent (RFC 3501 section 2.3.2)
 */
public record FolderStatus(Folder folder, long messages, long unseen, long deleted, long recent, long octets) {}
