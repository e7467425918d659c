package dev.posthaste.app;

import dev.posthaste.account.TenantDirectory;
import dev.posthaste.certificate.Certificate;
import dev.posthaste.certificate.CertificateBundle;
import dev.posthaste.certificate.CertificateId;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.CertificateStore;
import dev.posthaste.certificate.OwnNames;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.ServedCertificates;
import dev.posthaste.certificate.ServerTls;
import dev.posthaste.certificate.SniKeyManager;
import dev.posthaste.id.Uuid7;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** TLS of the ports: the uploaded certificates, and a self-signed one as fallback. */
@Singleton
class TlsProducer {

    /** A certificate of our own is replaced so long before it ends. */
    private static final Duration RENEWAL = Duration.ofDays(30);

    private final Configuration configuration;

    TlsProducer(Configuration configuration) {
        this.configuration = configuration;
    }

    @Produces
    @Singleton
    SniKeyManager keys(CertificateStore store, Uuid7 ids, InstantSource clock, SecureRandom chance) throws Throwable {
        SelfSigned maker = new SelfSigned(clock, chance);
        List<CertificateName> names = List.of(new CertificateName.Exact(configuration.hostname()));
        CertificateBundle own = VertxContextSupport.subscribeAndAwait(() -> store.all(Map.of())
                .chain(all -> kept(all, names, clock)
                        .map(bundle -> Uni.createFrom().item(bundle))
                        .orElseGet(() -> made(
                                store,
                                new Certificate(
                                        Tenancy.FIRST,
                                        new CertificateId(ids.next()),
                                        maker.generate(names),
                                        Certificate.Source.SELF_SIGNED,
                                        clock.instant())))));
        return new SniKeyManager(own, clock);
    }

    @Produces
    @Singleton
    OwnNames names(TenantDirectory tenants) {
        return new OwnNames(tenants, Tenancy.FIRST);
    }

    @Produces
    @Singleton
    ServedCertificates served(CertificateStore store, OwnNames names, SniKeyManager keys) {
        return new ServedCertificates(store, names, keys);
    }

    @Produces
    @Singleton
    ServerTls tls(SniKeyManager keys) {
        return new ServerTls(keys);
    }

    private static Optional<CertificateBundle> kept(
            List<Certificate> all, List<CertificateName> names, InstantSource clock) {
        return all.stream()
                .filter(certificate -> certificate.source() == Certificate.Source.SELF_SIGNED)
                .map(Certificate::bundle)
                .filter(bundle -> bundle.names().equals(names))
                .filter(bundle -> bundle.isValidAt(clock.instant().plus(RENEWAL)))
                .findFirst();
    }

    private static Uni<CertificateBundle> made(CertificateStore store, Certificate certificate) {
        return store.create(certificate).replaceWith(certificate.bundle());
    }
}
