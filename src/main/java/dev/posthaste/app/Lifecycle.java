package dev.posthaste.app;

import dev.posthaste.blob.BlobStore;
import dev.posthaste.certificate.ServedCertificates;
import dev.posthaste.mailbox.MailboxStore;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What happens when the server starts, from time to time, and when it stops. */
@Singleton
final class Lifecycle {

    /** Sessions that are in the middle of something get so long. */
    private static final Duration DRAIN = Duration.ofSeconds(4);

    /** Another node may have got a certificate. */
    private static final Duration REFRESH = Duration.ofSeconds(30);

    /** Between two runs of each kind of clearing away. */
    static final Duration SWEEP = Duration.ofMinutes(10);

    /** What nothing refers to is kept so long: an upload may be under way. */
    private static final Duration SWEEP_AGE = Duration.ofHours(24);

    private final Vertx vertx;
    private final MailListeners listeners;
    private final ServedCertificates served;
    private final BlobStore blobs;
    private final MailboxStore mailbox;
    private final Outbound outbound;

    Lifecycle(
            Vertx vertx,
            MailListeners listeners,
            ServedCertificates served,
            BlobStore blobs,
            MailboxStore mailbox,
            Outbound outbound) {
        this.outbound = outbound;
        this.vertx = vertx;
        this.listeners = listeners;
        this.served = served;
        this.blobs = blobs;
        this.mailbox = mailbox;
    }

    /** What the folder of captured mail is made with. */
    @Singleton
    static final class Capture {
        private final CaptureFolder folder;
        private final CaptureFolder.Stores stores;
        private final AdminKey adminKey;

        Capture(CaptureFolder folder, CaptureFolder.Stores stores, AdminKey adminKey) {
            this.folder = folder;
            this.stores = stores;
            this.adminKey = adminKey;
        }

        Uni<Void> prepare() {
            return folder.prepare(stores, adminKey.key());
        }
    }

    void start(
            @Observes StartupEvent started,
            Ports ports,
            Capture capture,
            KeySweep keys,
            EventSweep events,
            Outbound.Tools tools)
            throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () -> served.refresh().chain(events::runFirst).chain(capture::prepare));
        outbound.start(tools);
        listeners.open(ports);
        every(REFRESH, "certificates", served.refresh());
        every(SWEEP, "sweep of idempotency keys", keys.run());
        every(SWEEP, "partitions of the events", events.run());
        every(SWEEP, "sweep of blobs", blobs.sweep(SWEEP_AGE).replaceWithVoid());
        every(
                SWEEP,
                "sweep of what was expunged",
                mailbox.forgetExpunged(MailboxStore.EXPUNGED_AGE).replaceWithVoid());
    }

    void stop(@Observes ShutdownEvent stopping) {
        listeners.stop(DRAIN).chain(outbound::stop).await().atMost(DRAIN.plusSeconds(1));
    }

    private void every(Duration pause, String what, Uni<Void> work) {
        new Recurring(what, pause).start(vertx, work);
    }
}
