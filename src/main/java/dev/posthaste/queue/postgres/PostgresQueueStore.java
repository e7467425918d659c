package dev.posthaste.queue.postgres;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.LeaseRequest;
import dev.posthaste.queue.LeaseRequest.Destinations;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.queue.QueueStore.RefusedSettlementException;
import dev.posthaste.queue.Settlement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The queue in PostgreSQL. Several processes may work on it: rows that another one holds are skipped. */
public final class PostgresQueueStore implements QueueStore {

    /** So many times what is wanted is looked at, for the shares of destinations to be filled from. */
    private static final int LOOK_AHEAD = 4;

    /** Data exceptions, integrity violations, limits exceeded: the classes of SQLSTATE that are about what was to be written. */
    private static final Set<String> REFUSALS = Set.of("22", "23", "54");

    private final Pool pool;
    private final Uuid7 tokens;

    /** Works on this pool; each call of {@link #lease} takes a token. */
    public PostgresQueueStore(Pool pool, Uuid7 tokens) {
        this.pool = pool;
        this.tokens = tokens;
    }

    @Override
    public Uni<List<Lease>> lease(LeaseRequest request) {
        return switch (request.of()) {
            case Destinations.AllBut(Set<DomainName> names) ->
                lease(QueueSql.LEASE_ALL_BUT, request, names, request.most() * LOOK_AHEAD);
            case Destinations.Only(Set<DomainName> names) ->
                lease(QueueSql.LEASE_ONLY, request, names, request.share());
        };
    }

    private Uni<List<Lease>> lease(String sql, LeaseRequest request, Set<DomainName> names, int lookedAt) {
        UUID token = tokens.next();
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(SettlementRows.utc(request.now()))
                .addOffsetDateTime(SettlementRows.utc(request.until()))
                .addUUID(token)
                .addArrayOfString(names.stream().map(DomainName::ascii).toArray(String[]::new))
                .addInteger(lookedAt)
                .addInteger(request.share())
                .addInteger(request.most());
        return pool.preparedQuery(sql).execute(parameters).map(rows -> new LeasedRows(token).read(rows));
    }

    @Override
    public Uni<List<Lease>> renew(List<Lease> leases, Instant until) {
        return pool.withTransaction(connection -> changeHeld(connection, QueueSql.RENEW, leases, until))
                .map(rows -> stillHeld(leases, rows));
    }

    private static List<Lease> stillHeld(List<Lease> leases, RowSet<Row> rows) {
        List<Lease> held = new ArrayList<>(rows.size());
        rows.forEach(row -> held.add(leases.get(Math.toIntExact(row.getLong("place") - 1))));
        return held;
    }

    @Override
    public Uni<Void> giveBack(List<Lease> leases, Instant now) {
        return pool.withTransaction(connection -> changeHeld(connection, QueueSql.GIVE_BACK, leases, now))
                .replaceWithVoid();
    }

    /** The rows of the second statement: the first one locks. */
    private static Uni<RowSet<Row>> changeHeld(SqlConnection connection, String sql, List<Lease> leases, Instant time) {
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(QueueSql.LOCK_RECIPIENTS).execute(SettlementRows.keys(leases)),
                        connection.preparedQuery(sql).execute(SettlementRows.leases(leases, time)))
                .with((locked, changed) -> changed);
    }

    @Override
    public Uni<Void> settle(List<Settlement> settlements, Instant now) {
        if (settlements.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.withTransaction(connection -> settle(connection, new SettlementRows(settlements), now))
                .onFailure(PostgresQueueStore::isRefusal)
                .transform(RefusedSettlementException::new);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refusal
                && refusal.getSqlState() != null
                && REFUSALS.stream().anyMatch(refusal.getSqlState()::startsWith);
    }

    private static Uni<Void> settle(SqlConnection connection, SettlementRows rows, Instant now) {
        Tuple release = rows.emails().addOffsetDateTime(SettlementRows.utc(now));
        return inOrder(List.of(
                connection.preparedQuery(QueueSql.LOCK_EMAILS).execute(rows.emails()),
                connection.preparedQuery(QueueSql.LOCK_RECIPIENTS).execute(rows.keys()),
                connection.preparedQuery(QueueSql.SETTLE).execute(rows.parameters(now)),
                connection.preparedQuery(QueueSql.RELEASE).execute(release)));
    }

    /** They go to the server without waiting for each other's answers; it does them in this order. */
    private static Uni<Void> inOrder(List<Uni<RowSet<Row>>> statements) {
        return Uni.combine().all().unis(statements).discardItems();
    }
}
