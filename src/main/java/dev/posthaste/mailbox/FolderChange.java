package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import java.util.UUID;

/**
 * A folder is now at a MODSEQ. Nothing more is said: who wants to know reads the store. A listener asks {@link
 * #concerns} rather than compare folders, because news may have been lost.
 */
public record FolderChange(AccountId account, FolderId folder, long modSeq) {

    /** Stands for every folder; the nil UUID (RFC 9562 section 5.9) is no folder's id. */
    private static final FolderId ANY = new FolderId(new UUID(0, 0));

    /** News of the account may have been lost: any of its folders may have changed, by any number of MODSEQs. */
    public static FolderChange missed(AccountId account) {
        return new FolderChange(account, ANY, Long.MAX_VALUE);
    }

    /** Whether who watches {@code watched} should read it again. */
    public boolean concerns(FolderId watched) {
        return folder.equals(watched) || folder.equals(ANY);
    }
}
