package dev.posthaste.certificate;

import dev.posthaste.account.Page;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps certificates as long as the test runs. */
public final class InMemoryCertificateStore implements CertificateStore {

    private final List<Certificate> kept = new CopyOnWriteArrayList<>();

    @Override
    public Uni<Creation> create(Certificate certificate) {
        return Uni.createFrom().item(() -> {
            List<Certificate> own = of(certificate.tenant());
            String fingerprint = certificate.bundle().fingerprint();
            if (own.stream().anyMatch(one -> one.bundle().fingerprint().equals(fingerprint))) {
                return Creation.ALREADY_THERE;
            }
            if (own.size() >= MAX_PER_TENANT) {
                return Creation.TENANT_FULL;
            }
            kept.add(certificate);
            return Creation.CREATED;
        });
    }

    @Override
    public Uni<Page<Certificate>> list(TenantId tenant, Page.Request page) {
        return Uni.createFrom().item(() -> {
            List<Certificate> rest = of(tenant).stream()
                    .filter(one -> page.after()
                            .map(after -> one.id().toString().compareTo(after) > 0)
                            .orElse(true))
                    .toList();
            List<Certificate> items = rest.stream().limit(page.size()).toList();
            Optional<String> next = rest.size() > items.size()
                    ? Optional.of(items.getLast().id().toString())
                    : Optional.empty();
            return new Page<>(items, next);
        });
    }

    @Override
    public Uni<Optional<Certificate>> get(TenantId tenant, CertificateId id) {
        return Uni.createFrom()
                .item(() ->
                        of(tenant).stream().filter(one -> one.id().equals(id)).findFirst());
    }

    @Override
    public Uni<Deletion> delete(TenantId tenant, CertificateId id) {
        return Uni.createFrom()
                .item(() -> kept.removeIf(
                                one -> one.tenant().equals(tenant) && one.id().equals(id))
                        ? Deletion.DELETED
                        : Deletion.NOT_FOUND);
    }

    @Override
    public Uni<List<Certificate>> all(Map<CertificateId, Certificate> known) {
        return Uni.createFrom()
                .item(() -> sorted(kept).stream()
                        .map(one -> known.getOrDefault(one.id(), one))
                        .toList());
    }

    private List<Certificate> of(TenantId tenant) {
        return sorted(kept.stream().filter(one -> one.tenant().equals(tenant)).toList());
    }

    private static List<Certificate> sorted(List<Certificate> certificates) {
        return certificates.stream()
                .sorted(Comparator.comparing(one -> one.id().toString()))
                .toList();
    }
}
