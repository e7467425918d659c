package dev.posthaste.certificate;

import dev.posthaste.account.TenantDirectory;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names for which a tenant's certificate may be presented, so that no tenant serves the name of another: its
 * hosted domains and their subdomains. Of two hosted domains of which one lies below the other, the longer decides. A
 * wildcard counts as its parent domain. The operator's own tenant may present
 * any name: the server's own are among them.
 */
public final class OwnNames {

    private final TenantDirectory tenants;
    private final TenantId operator;

    /** Asks {@code tenants} whose a domain is. */
    public OwnNames(TenantDirectory tenants, TenantId operator) {
        this.tenants = tenants;
        this.operator = operator;
    }

    /** Those of the names for which the tenant may present no certificate. */
    public Uni<List<CertificateName>> foreign(TenantId tenant, List<CertificateName> names) {
        return tenant.equals(operator)
                ? Uni.createFrom().item(List.of())
                : tenants.hosts(parents(names))
                        .map(hosts -> names.stream()
                                .filter(name -> !isOwn(tenant, name, hosts))
                                .toList());
    }

    /** The certificates without those for a name of another tenant: a domain may have moved between tenants. */
    public Uni<List<Certificate>> presentable(List<Certificate> certificates) {
        List<CertificateName> names = certificates.stream()
                .filter(certificate -> !certificate.tenant().equals(operator))
                .flatMap(certificate -> certificate.bundle().names().stream())
                .toList();
        if (names.isEmpty()) {
            return Uni.createFrom().item(certificates);
        }
        return tenants.hosts(parents(names))
                .map(hosts -> certificates.stream()
                        .filter(certificate -> isPresentable(certificate, hosts))
                        .toList());
    }

    private boolean isPresentable(Certificate certificate, Map<DomainName, TenantId> hosts) {
        return certificate.tenant().equals(operator)
                || certificate.bundle().names().stream().allMatch(name -> isOwn(certificate.tenant(), name, hosts));
    }

    private static boolean isOwn(TenantId tenant, CertificateName name, Map<DomainName, TenantId> hosts) {
        return upwards(name).stream()
                .filter(hosts::containsKey)
                .findFirst()
                .filter(domain -> tenant.equals(hosts.get(domain)))
                .isPresent();
    }

    private static Set<DomainName> parents(Collection<CertificateName> names) {
        Set<DomainName> parents = new HashSet<>();
        names.forEach(name -> parents.addAll(upwards(name)));
        return parents;
    }

    /** The name and all above it, the longest first. */
    private static List<DomainName> upwards(CertificateName name) {
        DomainName lowest =
                switch (name) {
                    case CertificateName.Exact(DomainName host) -> host;
                    case CertificateName.Wildcard(DomainName parent) -> parent;
                };
        List<DomainName> names = new ArrayList<>();
        String[] labels = lowest.ascii().split("\\.", -1);
        for (int i = 0; i < labels.length; i++) {
            names.add(DomainName.of(String.join(".", List.of(labels).subList(i, labels.length))));
        }
        return names;
    }
}
