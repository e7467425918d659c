package dev.posthaste.account;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.DomainId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The hosted domains of tenants. A name is hosted once in the whole server. */
public interface DomainStore {

    /** Hosts a domain, with the DKIM keys that were made for it. */
    Uni<Creation> create(TenantId tenant, DomainName name, List<SigningKey> keys);

    /** A page of the tenant's domains. */
    Uni<Page<HostedDomainEntry>> list(TenantId tenant, Page.Request page);

    /** One domain of the tenant. */
    Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainId id);

    /** One domain of the tenant by its name. */
    Uni<Optional<HostedDomainEntry>> get(TenantId tenant, DomainName name);

    /** Stops hosting a domain that has no accounts and no aliases left. */
    Uni<Deletion> delete(TenantId tenant, DomainId id);

    /** What came of {@link #create}. */
    sealed interface Creation {
        /** It is hosted now. */
        record Created(HostedDomainEntry domain) implements Creation {}

        /** This server hosts the name already, for this tenant or another. */
        record NameTaken() implements Creation {}
    }

    /** What came of {@link #delete}. */
    enum Deletion {
        /** It is no longer hosted. */
        DELETED,
        /** The tenant has no such domain. */
        NOT_FOUND,
        /** Accounts or aliases still have addresses in it. */
        IN_USE
    }
}
