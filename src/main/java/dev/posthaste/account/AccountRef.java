package dev.posthaste.account;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;

/** All that mail on its way needs to know of an account: whose it is, its own address, and where its INBOX is. */
public record AccountRef(TenantId tenant, AccountId id, EmailAddress address, FolderId inbox) {}
