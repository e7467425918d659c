package dev.posthaste.account;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The hosted domains of tenants. A name is unique in the whole server. */
public interface DomainStore {

    /** Adds a hosted domain with its DKIM keys. */
    Uni<Creation> create(TenantId tenant, DomainName name, List<SigningKey> keys);

    /** A page of the tenant's domains. */
    Uni<Page<HostedDomainEntry>> list(TenantId tenant, Page.Request page);

    /** The domain with this id; empty if the tenant has none. */
    Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainId id);

    /** The domain with this name; empty if the tenant does not host it. */
    Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainName name);

    /** Deletes a domain without accounts and aliases. */
    Uni<Deletion> delete(TenantId tenant, DomainId id);

    /** The result of {@link #create}. */
    sealed interface Creation {
        /** Created. */
        record Created(HostedDomainEntry domain) implements Creation {}

        /** This server hosts the name already, for this tenant or another. */
        record NameTaken() implements Creation {}
    }

    /** The result of {@link #delete}. */
    enum Deletion {
        /** Deleted. */
        DELETED,
        /** The tenant has no such domain. */
        NOT_FOUND,
        /** Accounts or aliases still have addresses in it. */
        IN_USE
    }
}
