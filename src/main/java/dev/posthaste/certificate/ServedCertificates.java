package dev.posthaste.certificate;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Carries what the store keeps to the ports. */
public final class ServedCertificates {

    private final CertificateStore store;
    private final OwnNames names;
    private final SniKeyManager ports;

    /** Presents on {@code ports} those certificates of {@code store} that {@code names} allows. */
    public ServedCertificates(CertificateStore store, OwnNames names, SniKeyManager ports) {
        this.store = store;
        this.names = names;
        this.ports = ports;
    }

    /**
     * Reads the store and swaps what the ports present: at start, after each change, and from time to time, since
     * another server may have made one. If the store fails, the ports keep what they have.
     */
    public Uni<Void> refresh() {
        return store.all().flatMap(names::presentable).invoke(this::present).replaceWithVoid();
    }

    private void present(List<Certificate> certificates) {
        ports.present(certificates.stream().map(Certificate::bundle).toList());
    }
}
