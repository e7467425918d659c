package dev.posthaste.smtp.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The SMTP ports of this server. Each is served by several event loops, and a connection stays with the one that
 * accepted it.
 */
public final class SmtpServer {

    /** How often {@link #stop} looks whether the last connection has gone. */
    private static final long STOP_TICK_MILLIS = 20;

    private final Vertx vertx;
    private final SmtpSettings settings;
    private final Doors doors;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Admissions admissions;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** A server that listens nowhere yet. */
    public SmtpServer(Vertx vertx, SmtpSettings settings, Doors doors, MeterRegistry registry, InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.doors = doors;
        this.registry = registry;
        this.clock = clock;
        this.admissions = new Admissions(settings.limits());
        registry.gauge("posthaste.smtp.connections", admissions, Admissions::count);
    }

    /**
     * Opens a port.
     *
     * @param eventLoops how many share its connections
     * @return the port; a failure if it is taken
     */
    public Uni<Integer> listen(Endpoint endpoint, int eventLoops) {
        Port port = new Port(
                new Session(endpoint.service(), settings, endpoint.startTls()),
                settings,
                doors,
                new Meters(registry, endpoint.service()),
                clock);
        int bindPort = endpoint.port() == 0 ? anyPort(port) : endpoint.port();
        List<Future<String>> deployments = new ArrayList<>();
        List<Listener> opened = new ArrayList<>();
        for (int i = 0; i < eventLoops; i++) {
            Listener listener = new Listener(endpoint, bindPort, port, admissions);
            opened.add(listener);
            deployments.add(vertx.deployVerticle(listener, new DeploymentOptions()));
        }
        return uni(Future.all(deployments).map(all -> opened(opened)));
    }

    /**
     * Stops: connections without a message at risk are told 421 at once, the others after their reply. Those that take
     * longer than {@code patience} are cut.
     */
    public Uni<Void> stop(Duration patience) {
        listeners.forEach(Listener::drain);
        Promise<Void> gone = Promise.promise();
        Instant end = clock.instant().plus(patience);
        vertx.setPeriodic(1, STOP_TICK_MILLIS, timer -> {
            if (admissions.count() == 0 || clock.instant().isAfter(end)) {
                vertx.cancelTimer(timer);
                gone.tryComplete();
            }
        });
        return uni(gone.future().compose(all -> undeploy()));
    }

    private int opened(List<Listener> opened) {
        listeners.addAll(opened);
        return opened.getFirst().actualPort();
    }

    private Future<Void> undeploy() {
        List<Future<Void>> undeployments = new ArrayList<>();
        for (Listener listener : listeners) {
            undeployments.add(vertx.undeploy(listener.deploymentID()));
        }
        listeners.clear();
        return Future.all(undeployments).mapEmpty();
    }

    // Vert.x gives all that ask for the same negative port one port together, whichever is free.
    private static int anyPort(Port port) {
        return -Math.max(1, System.identityHashCode(port));
    }

    private static <T> Uni<T> uni(Future<T> future) {
        return Uni.createFrom().completionStage(future::toCompletionStage);
    }
}
