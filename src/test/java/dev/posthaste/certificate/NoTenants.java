package dev.posthaste.certificate;

import dev.posthaste.account.TenantDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nobody hosts anything. */
enum NoTenants implements TenantDirectory {
    HERE;

    @Override
    public Uni<Optional<TenantId>> find(TenantId id) {
        return Uni.createFrom().item(Optional.empty());
    }

    @Override
    public Uni<Map<DomainName, TenantId>> hosts(Set<DomainName> names) {
        return Uni.createFrom().item(Map.of());
    }
}
