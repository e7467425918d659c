package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.Page;
import dev.posthaste.address.DomainName;
import dev.posthaste.certificate.CertificateStore.Creation;
import dev.posthaste.certificate.CertificateStore.Deletion;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every {@link CertificateStore} does. */
interface CertificateStoreContract {

    Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    Uuid7 IDS = new Uuid7(() -> NOW);

    CertificateStore store();

    /** Waits for the store's answer, on the thread or context that the store needs. */
    <T> T answer(Uni<T> asked);

    /** A tenant that the store lets own certificates. */
    TenantId newTenant();

    @Test
    default void what_was_created_is_found_with_its_key() {
        Certificate certificate = certificate(newTenant());

        assertThat(answer(store().create(certificate))).isEqualTo(Creation.CREATED);

        Optional<Certificate> found = answer(store().get(certificate.tenant(), certificate.id()));
        assertThat(found).hasValueSatisfying(same -> {
            assertThat(same.tenant()).isEqualTo(certificate.tenant());
            assertThat(same.id()).isEqualTo(certificate.id());
            assertThat(same.source()).isEqualTo(certificate.source());
            assertThat(same.createdAt()).isEqualTo(certificate.createdAt());
            assertThat(same.bundle().chainPem()).isEqualTo(certificate.bundle().chainPem());
            assertThat(same.bundle().privateKeyPem())
                    .isEqualTo(certificate.bundle().privateKeyPem());
        });
    }

    @Test
    default void another_tenant_finds_and_deletes_nothing() {
        Certificate certificate = certificate(newTenant());
        TenantId stranger = newTenant();
        answer(store().create(certificate));

        assertThat(answer(store().get(stranger, certificate.id()))).isEmpty();
        assertThat(answer(store().delete(stranger, certificate.id()))).isEqualTo(Deletion.NOT_FOUND);
        assertThat(answer(store().list(stranger, Page.Request.first())).items()).isEmpty();
        assertThat(answer(store().get(certificate.tenant(), certificate.id()))).isPresent();
    }

    @Test
    default void a_fingerprint_is_kept_once_per_tenant() {
        Certificate certificate = certificate(newTenant());
        Certificate again =
                new Certificate(certificate.tenant(), newId(), certificate.bundle(), Certificate.Source.UPLOADED, NOW);
        Certificate elsewhere =
                new Certificate(newTenant(), newId(), certificate.bundle(), Certificate.Source.UPLOADED, NOW);

        assertThat(answer(store().create(certificate))).isEqualTo(Creation.CREATED);
        assertThat(answer(store().create(again))).isEqualTo(Creation.ALREADY_THERE);
        assertThat(answer(store().create(elsewhere))).isEqualTo(Creation.CREATED);
        assertThat(answer(store().get(again.tenant(), again.id()))).isEmpty();
    }

    @Test
    default void a_list_goes_page_by_page_in_the_order_of_ids() {
        TenantId tenant = newTenant();
        List<CertificateId> ids = List.of(created(tenant), created(tenant), created(tenant));

        Page<Certificate> first = answer(store().list(tenant, new Page.Request(2, Optional.empty())));
        Page<Certificate> second = answer(store().list(tenant, new Page.Request(2, first.next())));

        assertThat(first.items()).extracting(Certificate::id).containsExactly(ids.get(0), ids.get(1));
        assertThat(first.next()).hasValue(ids.get(1).toString());
        assertThat(second.items()).extracting(Certificate::id).containsExactly(ids.get(2));
        assertThat(second.next()).isEmpty();
    }

    @Test
    default void what_was_deleted_is_gone() {
        TenantId tenant = newTenant();
        CertificateId id = created(tenant);

        assertThat(answer(store().delete(tenant, id))).isEqualTo(Deletion.DELETED);
        assertThat(answer(store().delete(tenant, id))).isEqualTo(Deletion.NOT_FOUND);
        assertThat(answer(store().get(tenant, id))).isEmpty();
    }

    @Test
    default void all_are_those_of_every_tenant() {
        CertificateId one = created(newTenant());
        CertificateId two = created(newTenant());

        assertThat(answer(store().all(Map.of()))).extracting(Certificate::id).containsSubsequence(one, two);
    }

    @Test
    default void what_is_known_is_not_read_again_and_not_kept_alive() {
        TenantId tenant = newTenant();
        CertificateId one = created(tenant);
        CertificateId two = created(tenant);
        CertificateId gone = created(tenant);
        Map<CertificateId, Certificate> known = answer(store().all(Map.of())).stream()
                .filter(certificate -> !certificate.id().equals(two))
                .collect(Collectors.toMap(Certificate::id, Function.identity()));
        answer(store().delete(tenant, gone));

        List<Certificate> all = answer(store().all(known));

        assertThat(all)
                .extracting(Certificate::id)
                .containsSubsequence(one, two)
                .doesNotContain(gone);
        assertThat(all).anyMatch(certificate -> certificate == known.get(one));
    }

    private CertificateId created(TenantId tenant) {
        Certificate certificate = certificate(tenant);
        assertThat(answer(store().create(certificate))).isEqualTo(Creation.CREATED);
        return certificate.id();
    }

    private static CertificateId newId() {
        return new CertificateId(IDS.next());
    }

    private static Certificate certificate(TenantId tenant) {
        CertificateName name = new CertificateName.Exact(DomainName.of("mail.example.org"));
        CertificateBundle bundle = new SelfSigned(() -> NOW, new SecureRandom()).generate(List.of(name));
        return new Certificate(tenant, newId(), bundle, Certificate.Source.SELF_SIGNED, NOW);
    }

    /** A tenant that nobody else has. */
    static TenantId anyTenant() {
        return new TenantId(IDS.next());
    }
}
