package dev.posthaste.account;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lookups of tenants, by id and by hosted domain. */
public interface TenantDirectory {

    /** The tenant of this id; empty if there is none. */
    Uni<Optional<TenantId>> find(TenantId id);

    /** Those of the names that are hosted here, each with its tenant. */
    Uni<Map<DomainName, TenantId>> hosts(Set<DomainName> names);
}
