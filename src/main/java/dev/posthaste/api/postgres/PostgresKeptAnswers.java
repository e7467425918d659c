package dev.posthaste.api.postgres;

import dev.posthaste.api.KeptAnswers;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Answers in rows whose key is the idempotency key: of many that come at once, the unique index lets one through. */
public final class PostgresKeptAnswers implements KeptAnswers {

    /** Inserts, or takes over a lease that has run out; waits for whoever inserts the same key at this moment. */
    private static final String RESERVE = """
            insert into kept_answer as k (tenant_id, scope, key, lease, leased_until, created_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (tenant_id, scope, key) do update
                set lease = excluded.lease, leased_until = excluded.leased_until, created_at = excluded.created_at
                where k.sealed is null and k.leased_until <= $6
            returning k.lease""";

    private static final String FIND =
            "select sealed from kept_answer where tenant_id = $1 and scope = $2 and key = $3 and sealed is not null";

    private static final String KEEP = """
            update kept_answer set sealed = $5, lease = null, leased_until = null
            where tenant_id = $1 and scope = $2 and key = $3 and lease = $4""";

    private static final String RELEASE =
            "delete from kept_answer where tenant_id = $1 and scope = $2 and key = $3 and lease = $4";

    /** A lease that has not run out is somebody's, however old its row is. */
    private static final String FORGET =
            "delete from kept_answer where created_at < $1 and (leased_until is null or leased_until < $2)";

    private final Pool pool;
    private final Uuid7 tokens;
    private final InstantSource clock;

    /** Works on this pool. */
    public PostgresKeptAnswers(Pool pool, Uuid7 tokens, InstantSource clock) {
        this.pool = pool;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Uni<Reservation> reserve(Name name, Duration lease) {
        UUID token = tokens.next();
        Instant now = clock.instant();
        Tuple parameters = key(name).addUUID(token).addOffsetDateTime(at(now.plus(lease)));
        return pool.preparedQuery(RESERVE)
                .execute(parameters.addOffsetDateTime(at(now)))
                .flatMap(reserved -> reserved.size() > 0
                        ? Uni.createFrom().item(new Reservation.Reserved(new Lease(name, token)))
                        : find(name).map(PostgresKeptAnswers::refusal));
    }

    private static Reservation refusal(Optional<byte[]> answer) {
        return answer.<Reservation>map(Reservation.Answered::new).orElseGet(Reservation.UnderWay::new);
    }

    @Override
    public Uni<Optional<byte[]>> find(Name name) {
        return pool.preparedQuery(FIND).execute(key(name)).map(PostgresKeptAnswers::sealed);
    }

    @Override
    public Uni<Void> keep(Lease lease, byte[] answer) {
        Tuple parameters = key(lease.name()).addUUID(lease.token()).addValue(Buffer.buffer(answer));
        return pool.preparedQuery(KEEP).execute(parameters).replaceWithVoid();
    }

    @Override
    public Uni<Void> release(Lease lease) {
        return pool.preparedQuery(RELEASE)
                .execute(key(lease.name()).addUUID(lease.token()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(Instant before) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(at(before), at(clock.instant())))
                .replaceWithVoid();
    }

    private static Optional<byte[]> sealed(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(row.getDelegate().getBuffer("sealed").getBytes());
        }
        return Optional.empty();
    }

    private static Tuple key(Name name) {
        return Tuple.tuple()
                .addUUID(name.tenant().value())
                .addString(name.scope())
                .addString(name.key());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
