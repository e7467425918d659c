package dev.posthaste.certificate;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Loads the stored certificates into the key manager of the ports. */
public final class ServedCertificates {

    /** For a store that does not answer: an upload must not wait behind it for ever. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final CertificateStore store;
    private final OwnNames names;
    private final SniKeyManager ports;
    private final AtomicReference<CompletableFuture<Void>> last =
            new AtomicReference<>(CompletableFuture.completedFuture(null));

    /** Those of the last refresh, presented or not. */
    private volatile Map<CertificateId, Certificate> known = Map.of();

    /** Presents on {@code ports} those certificates of {@code store} that {@code names} allows. */
    public ServedCertificates(CertificateStore store, OwnNames names, SniKeyManager ports) {
        this.store = store;
        this.names = names;
        this.ports = ports;
    }

    /**
     * Reads the store and swaps what the ports present: at start, after each change, and from time to time, since
     * another server may have made one. If the store fails, the ports keep what they have. One refresh is under way at a time:
     * what an older one has read is never presented after what a newer one has.
     */
    public Uni<Void> refresh() {
        return Uni.createFrom().deferred(() -> {
            CompletableFuture<Void> own = new CompletableFuture<>();
            CompletableFuture<Void> before = last.getAndSet(own);
            return Uni.createFrom()
                    // A copy: whoever gives up cancels what it waits for.
                    .completionStage(before.copy())
                    .chain(this::readAndPresent)
                    .onTermination()
                    // Whoever gives up while it waits lets nobody past those before it.
                    .invoke(() ->
                            Uni.createFrom().completionStage(before).subscribe().with(own::complete));
        });
    }

    private Uni<Void> readAndPresent() {
        return store.all(known)
                .invoke(this::remember)
                .flatMap(names::presentable)
                .invoke(this::present)
                .replaceWithVoid()
                .ifNoItem()
                .after(PATIENCE)
                .fail();
    }

    private void remember(List<Certificate> certificates) {
        known = certificates.stream().collect(Collectors.toUnmodifiableMap(Certificate::id, Function.identity()));
    }

    private void present(List<Certificate> certificates) {
        ports.present(certificates.stream().map(Certificate::bundle).toList());
    }
}
