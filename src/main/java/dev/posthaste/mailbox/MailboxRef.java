package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;

/** A mailbox, as IMAP calls it: a folder and the account that owns it, which need not be the account that is logged in. */
public record MailboxRef(AccountId account, FolderId folder) {}
