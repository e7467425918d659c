package dev.posthaste.lease.postgres;

import dev.posthaste.lease.LeaseStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;

/** Leases in the table {@code lease}, by the clock of the database. */
public final class PostgresLeaseStore implements LeaseStore {

    /**
     * $1: the name, $2: the holder, $3: seconds. A row if the lease was free, had run out, or is the holder's own. That it has run out
     * is said without now(), which a cluster does not take there: both ends are compared.
     */
    private static final String ACQUIRE = """
            insert into lease as l (name, holder, until)
            values ($1, $2, now() + make_interval(secs => $3))
            on conflict (name) do update set holder = excluded.holder, until = excluded.until
            where l.holder = excluded.holder or l.until - excluded.until < make_interval(secs => -$3)
            returning holder""";

    private static final String RELEASE = "delete from lease where name = $1 and holder = $2";

    private static final double MILLIS = 1000;

    private final Pool pool;

    /** Works on this pool. */
    public PostgresLeaseStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> acquire(String name, UUID holder, Duration length) {
        return pool.preparedQuery(ACQUIRE)
                .execute(Tuple.of(name, holder, length.toMillis() / MILLIS))
                .map(rows -> rows.size() > 0);
    }

    @Override
    public Uni<Void> release(String name, UUID holder) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(name, holder)).replaceWithVoid();
    }
}
