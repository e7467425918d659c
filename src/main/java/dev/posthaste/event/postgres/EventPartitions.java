package dev.posthaste.event.postgres;

import dev.posthaste.event.EventLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Daily partitions of the log, by UTC: made a week ahead, dropped as a whole when their last event is too old. So events are
 * kept for up to a day more than was asked.
 */
public final class EventPartitions implements EventLog.Retention {

    /** With today. A server that does not run for longer writes to the partition of the rest, and loses nothing. */
    private static final int DAYS_AHEAD = 8;

    private static final String OPEN = "select open_event_log()";
    private static final String CREATE = "select create_event_partitions($1, $2)";
    private static final String DROP = "select drop_event_partitions($1)";

    private final Pool pool;

    /** Works by this pool. */
    public EventPartitions(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> run(Instant now, Duration keep) {
        if (keep.compareTo(MIN) < 0) {
            throw new IllegalArgumentException("events are kept for at least " + MIN);
        }
        Tuple days = Tuple.of(now.atOffset(ZoneOffset.UTC).toLocalDate(), DAYS_AHEAD);
        Tuple limit = Tuple.of(now.minus(keep).atOffset(ZoneOffset.UTC));
        return pool.query(OPEN)
                .execute()
                .chain(() -> pool.preparedQuery(CREATE).execute(days))
                .chain(() -> pool.preparedQuery(DROP).execute(limit))
                .replaceWithVoid();
    }
}
