package dev.posthaste.app;

import dev.posthaste.event.EventLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Makes room for the events of the coming days and removes those that are older than POSTHASTE_EVENT_RETENTION. */
@Singleton
final class EventSweep {

    private static final Logger LOG = Logger.getLogger(EventSweep.class);

    private final EventLog.Retention retention;
    private final Configuration configuration;
    private final InstantSource clock;

    EventSweep(EventLog.Retention retention, Configuration configuration, InstantSource clock) {
        this.retention = retention;
        this.configuration = configuration;
        this.clock = clock;
    }

    Uni<Void> run() {
        return Uni.createFrom()
                .deferred(() ->
                        retention.run(clock.instant(), configuration.storage().eventRetention()));
    }

    /** At the start: what fails now is done later, and until then the partition of the rest takes the events. */
    Uni<Void> runFirst() {
        return run().onFailure().recoverWithUni(failure -> {
            LOG.warnf("partitions of the events: %s; it is tried again in %s", failure, Sweeps.PAUSE);
            return Uni.createFrom().voidItem();
        });
    }
}
