package dev.posthaste.mailbox;

import java.util.List;

/**
 * A folder at one moment, in ascending order of UIDs, as arrays of one length.
 *
 * @param firstRecent messages from this UID on are recent to whoever opened the folder
 * @param keywords the account's keywords, whose bits follow {@link Flags#FIRST_KEYWORD_BIT}
 */
public record FolderSnapshot(
        Folder folder, long firstRecent, List<String> keywords, long[] uids, long[] flags, long[] modSeqs) {}
