package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.Page;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServedCertificatesTest {

    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");

    private final TenantId tenant = new TenantId(new UUID(0, 1));
    private final SlowStore store = new SlowStore();
    private final SniKeyManager ports = new SniKeyManager(bundle("localhost"), () -> NOW);
    private final ServedCertificates served =
            new ServedCertificates(store, new OwnNames(NoTenants.HERE, tenant), ports);

    @Test
    void an_older_look_is_never_presented_after_a_newer_one() {
        Certificate uploaded = certificate(1);
        CompletableFuture<Void> older = served.refresh().subscribeAsCompletionStage();
        CompletableFuture<Void> newer = served.refresh().subscribeAsCompletionStage();
        assertThat(store.looks).as("the newer waits").hasSize(1);

        store.looks.get(0).complete(List.of());
        assertThat(older).isCompleted();
        store.looks.get(1).complete(List.of(uploaded));
        assertThat(newer).isCompleted();
        assertThat(isPresented(uploaded)).isTrue();
    }

    @Test
    void what_was_seen_before_is_not_asked_for_again() {
        Certificate one = certificate(1);
        served.refresh().subscribeAsCompletionStage();
        store.looks.get(0).complete(List.of(one));
        served.refresh().subscribeAsCompletionStage();

        assertThat(store.known).containsExactly(Map.of(), Map.of(one.id(), one));
    }

    @Test
    void a_look_that_fails_changes_nothing_and_holds_nobody_up() {
        Certificate one = certificate(1);
        served.refresh().subscribeAsCompletionStage();
        store.looks.get(0).complete(List.of(one));
        CompletableFuture<Void> failing = served.refresh().subscribeAsCompletionStage();
        CompletableFuture<Void> next = served.refresh().subscribeAsCompletionStage();

        store.looks.get(1).fail(new IllegalStateException("lost"));
        assertThat(failing).isCompletedExceptionally();
        assertThat(isPresented(one)).isTrue();
        store.looks.get(2).complete(List.of(one));
        assertThat(next).isCompleted();
    }

    @Test
    void whoever_gives_up_while_it_waits_lets_nobody_past_those_before_it() {
        served.refresh().subscribeAsCompletionStage();
        Cancellable impatient = served.refresh().subscribe().with(done -> {});
        CompletableFuture<Void> third = served.refresh().subscribeAsCompletionStage();
        impatient.cancel();
        assertThat(store.looks).hasSize(1);

        store.looks.get(0).complete(List.of());
        store.looks.get(1).complete(List.of());
        assertThat(third).isCompleted();
        assertThat(store.looks).hasSize(2);
    }

    private boolean isPresented(Certificate certificate) {
        return ports.getCertificateChain(certificate.bundle().fingerprint()) != null;
    }

    private Certificate certificate(long id) {
        return new Certificate(
                tenant,
                new CertificateId(new UUID(0, id)),
                bundle("mail.example.org"),
                Certificate.Source.UPLOADED,
                NOW);
    }

    private static CertificateBundle bundle(String host) {
        return new SelfSigned(() -> NOW, new SecureRandom())
                .generate(List.of(new CertificateName.Exact(DomainName.of(host))));
    }

    /** Answers when the test says so. */
    private static final class SlowStore implements CertificateStore {

        private final List<UniEmitter<? super List<Certificate>>> looks = new ArrayList<>();
        private final List<Map<CertificateId, Certificate>> known = new ArrayList<>();

        @Override
        public Uni<List<Certificate>> all(Map<CertificateId, Certificate> seen) {
            known.add(seen);
            return Uni.createFrom().emitter(looks::add);
        }

        @Override
        public Uni<Creation> create(Certificate certificate) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Page<Certificate>> list(TenantId tenant, Page.Request page) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Optional<Certificate>> get(TenantId tenant, CertificateId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Deletion> delete(TenantId tenant, CertificateId id) {
            throw new UnsupportedOperationException();
        }
    }
}
