package dev.posthaste.mailbox;

import dev.posthaste.id.FolderId;
import java.util.Optional;

/**
 * A folder.
 *
 * @param uidValidity never the same for two folders of an account, ascending with each new one
 * @param uidNext the next message gets this UID or a higher one
 * @param highestModSeq the MODSEQ of the last change in it
 */
public record Folder(
        FolderId id, FolderName name, Optional<SpecialUse> use, long uidValidity, long uidNext, long highestModSeq) {}
