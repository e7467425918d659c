package dev.posthaste.account;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;

/** Identifies an account to the mail path, with its own address and its INBOX. */
public record AccountRef(TenantId tenant, AccountId id, EmailAddress address, FolderId inbox) {}
