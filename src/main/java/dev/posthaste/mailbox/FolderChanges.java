package dev.posthaste.mailbox;

import java.util.List;

/**
 * What changed in a folder after a MODSEQ.
 *
 * @param folder as it is now; {@code folder.highestModSeq()} is the MODSEQ from which to ask next
 * @param uids messages that are new or whose flags changed, ascending
 * @param flags their flags
 * @param modSeqs their MODSEQs
 * @param expunged UIDs that are gone, ascending; some may never have been known
 * @param keywords the account's keywords
 */
public record FolderChanges(
        Folder folder, long[] uids, long[] flags, long[] modSeqs, long[] expunged, List<String> keywords) {}
