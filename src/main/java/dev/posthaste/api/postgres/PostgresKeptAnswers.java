package dev.posthaste.api.postgres;

import dev.posthaste.api.KeptAnswers;
import dev.posthaste.id.Buckets;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.postgres.IdempotencyKeySql;
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

/**
 * Answers in the table {@code idempotency_key}, whose statements its owner {@code intake.postgres} provides: of many requests
 * with one key that come at once, the primary key lets one through.
 */
public final class PostgresKeptAnswers implements KeptAnswers {

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
        return pool.preparedQuery(IdempotencyKeySql.RESERVE)
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
        return pool.preparedQuery(IdempotencyKeySql.FIND_ANSWER)
                .execute(key(name))
                .map(PostgresKeptAnswers::sealed);
    }

    @Override
    public Uni<Void> keep(Lease lease, byte[] answer) {
        Tuple parameters = key(lease.name()).addUUID(lease.token()).addValue(Buffer.buffer(answer));
        return pool.preparedQuery(IdempotencyKeySql.KEEP_ANSWER)
                .execute(parameters)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> release(Lease lease) {
        return pool.preparedQuery(IdempotencyKeySql.RELEASE)
                .execute(key(lease.name()).addUUID(lease.token()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> forget(Instant before) {
        return pool.preparedQuery(IdempotencyKeySql.FORGET_ANSWERS)
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
                .addShort((short) Buckets.of(name.tenant(), name.scope(), name.key()))
                .addUUID(name.tenant().value())
                .addString(name.scope())
                .addString(name.key());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
