package dev.posthaste.certificate;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Carries what the store keeps to the ports. */
public final class ServedCertificates {

    private final CertificateStore store;
    private final SniKeyManager ports;

    /** Presents the certificates of {@code store} on {@code ports}. */
    public ServedCertificates(CertificateStore store, SniKeyManager ports) {
        this.store = store;
        this.ports = ports;
    }

    /**
     * Reads the store and swaps what the ports present: at start, after each change, and from time to time, since
     * another server may have made one. If the store fails, the ports keep what they have.
     */
    public Uni<Void> refresh() {
        return store.all().invoke(this::present).replaceWithVoid();
    }

    private void present(List<Certificate> certificates) {
        ports.present(certificates.stream().map(Certificate::bundle).toList());
    }
}
