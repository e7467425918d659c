package dev.posthaste.certificate;

import dev.posthaste.account.Page;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Certificates with their private keys, by tenant. */
public interface CertificateStore {

    /** Every server holds all certificates of all tenants in memory, about 10 KiB each. */
    int MAX_PER_TENANT = 1000;

    /** The result of {@link #create}. */
    enum Creation {
        /** Stored. */
        CREATED,
        /** The tenant has a certificate with this fingerprint; nothing was changed. */
        ALREADY_THERE,
        /** The tenant has {@link #MAX_PER_TENANT}; nothing was changed. */
        TENANT_FULL
    }

    /** The result of {@link #delete}. */
    enum Deletion {
        /** Deleted. */
        DELETED,
        /** The tenant has none with this id. */
        NOT_FOUND
    }

    /** Stores {@code certificate}. */
    Uni<Creation> create(Certificate certificate);

    /** One page of a tenant's certificates in the order of their ids. */
    Uni<Page<Certificate>> list(TenantId tenant, Page.Request page);

    /** The tenant's certificate with this id; empty if the tenant has none. */
    Uni<Optional<Certificate>> get(TenantId tenant, CertificateId id);

    /** Removes the tenant's certificate with this id. */
    Uni<Deletion> delete(TenantId tenant, CertificateId id);

    /**
     * Every certificate of every tenant, in the order of ids: what a server presents. Since they never change, those of {@code
     * known} that are still kept are answered as they are, and neither read nor opened again.
     */
    Uni<List<Certificate>> all(Map<CertificateId, Certificate> known);
}
