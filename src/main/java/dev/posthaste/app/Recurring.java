package dev.posthaste.app;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Repeats work with a pause after each run, and before the first; runs never overlap. A failure is logged, and the work is tried
 * again after the pause.
 */
record Recurring(String what, Duration pause) {

    private static final Logger LOG = Logger.getLogger(Recurring.class);

    /** Begins; each run is a subscription of its own, on an event loop, a pause after the end of the one before. */
    void start(Vertx vertx, Uni<Void> work) {
        vertx.setTimer(pause.toMillis(), due -> run(vertx, work));
    }

    private void run(Vertx vertx, Uni<Void> work) {
        work.onTermination()
                .invoke(() -> start(vertx, work))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("%s: %s; it is tried again in %s", what, failure, pause));
    }
}
