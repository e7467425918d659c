package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;

/** A folder is now at a MODSEQ. Nothing more is said: who wants to know reads the store. */
public record FolderChange(AccountId account, FolderId folder, long modSeq) {}
