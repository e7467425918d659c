package dev.posthaste.account;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.TenantId;
import java.time.Instant;
import java.util.List;

/** A hosted domain as the API shows it, with the public halves of its DKIM keys in {@code keys}. */
public record HostedDomainEntry(
        TenantId tenant, DomainId id, DomainName name, List<SigningKey> keys, Instant createdAt) {
    /** Keeps its own copy of the keys. */
    public HostedDomainEntry {
        keys = List.copyOf(keys);
    }
}
