package dev.posthaste.app;

import dev.posthaste.certificate.ServedCertificates;
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

    private final Vertx vertx;
    private final MailListeners listeners;
    private final ServedCertificates served;
    private final Sweeps sweeps;
    private final Outbound outbound;

    Lifecycle(Vertx vertx, MailListeners listeners, ServedCertificates served, Sweeps sweeps, Outbound outbound) {
        this.outbound = outbound;
        this.vertx = vertx;
        this.listeners = listeners;
        this.served = served;
        this.sweeps = sweeps;
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

    void start(@Observes StartupEvent started, Ports ports, Capture capture, EventSweep events, Outbound.Tools tools)
            throws Throwable {
        VertxContextSupport.subscribeAndAwait(
                () -> served.refresh().chain(events::runFirst).chain(capture::prepare));
        outbound.start(tools);
        listeners.open(ports);
        // On each node: the certificates that this one presents.
        new Recurring("certificates", REFRESH).start(vertx, served.refresh());
        sweeps.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        listeners.stop(DRAIN).chain(outbound::stop).chain(sweeps::stop).await().atMost(DRAIN.plusSeconds(1));
    }
}
