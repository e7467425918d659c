package dev.posthaste.queue.postgres;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.Buckets;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.Placement;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.LeaseRequest;
import dev.posthaste.queue.LeaseRequest.Destinations;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.queue.QueueStore.RefusedSettlementException;
import dev.posthaste.queue.Settlement;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queue in PostgreSQL. Several processes may work on it: rows that another one holds are skipped. */
public final class PostgresQueueStore implements QueueStore {

    /** So many times what is wanted is looked at, for the shares of destinations to be filled from. */
    private static final int LOOK_AHEAD = 4;

    /** Data exceptions, integrity violations, limits exceeded: the classes of SQLSTATE that are about what was to be written. */
    private static final Set<String> REFUSALS = Set.of("22", "23", "54");

    private final Pool pool;
    private final Uuid7 tokens;
    private final Placement placement;

    /** The bucket that is looked at next, where buckets lie on several nodes. */
    private final AtomicInteger nextBucket = new AtomicInteger();

    /** Works on this pool, on one PostgreSQL server; each call of {@link #lease} takes a token. */
    public PostgresQueueStore(Pool pool, Uuid7 tokens) {
        this(pool, tokens, Placement.ONE_NODE);
    }

    /** Works on this pool, on a database whose buckets lie like this. */
    public PostgresQueueStore(Pool pool, Uuid7 tokens, Placement placement) {
        this.pool = pool;
        this.tokens = tokens;
        this.placement = placement;
    }

    @Override
    public Uni<List<Lease>> lease(LeaseRequest request) {
        UUID token = tokens.next();
        return placement.nodes() == 1
                ? leased(
                        token, request, new LeaseStatements(QueueSql.LEASE_ALL_BUT, QueueSql.LEASE_ONLY), Tuple.tuple())
                : leaseByBucket(token, request, new ArrayList<>(), Buckets.COUNT);
    }

    private record LeaseStatements(String allBut, String only) {}

    /** One bucket after another, from where the last request ended, until there is enough or all have been looked at. */
    private Uni<List<Lease>> leaseByBucket(UUID token, LeaseRequest request, List<Lease> found, int buckets) {
        Optional<LeaseRequest> rest = buckets == 0 ? Optional.empty() : rest(request, found);
        if (rest.isEmpty()) {
            return Uni.createFrom().item(found);
        }
        int bucket = Math.floorMod(nextBucket.getAndIncrement(), Buckets.COUNT);
        LeaseStatements statements =
                new LeaseStatements(QueueSql.LEASE_ALL_BUT_IN_BUCKET, QueueSql.LEASE_ONLY_IN_BUCKET);
        return leased(token, rest.get(), statements, Tuple.tuple().addShort((short) bucket))
                .invoke(found::addAll)
                .chain(() -> leaseByBucket(token, request, found, buckets - 1));
    }

    /**
     * What is still asked for. A destination that has its share is left out; the others get no more than the share of the one
     * that has most of it, so that none goes beyond.
     */
    private static Optional<LeaseRequest> rest(LeaseRequest request, List<Lease> found) {
        Map<DomainName, Long> counts =
                found.stream().collect(Collectors.groupingBy(Lease::destination, Collectors.counting()));
        Set<DomainName> full = counts.entrySet().stream()
                .filter(count -> count.getValue() >= request.share())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        long most = counts.values().stream()
                .mapToLong(Long::longValue)
                .filter(count -> count < request.share())
                .max()
                .orElse(0);
        Destinations destinations =
                switch (request.of()) {
                    case Destinations.AllBut(Set<DomainName> names) ->
                        new Destinations.AllBut(
                                Stream.concat(names.stream(), full.stream()).collect(Collectors.toSet()));
                    case Destinations.Only(Set<DomainName> names) ->
                        new Destinations.Only(names.stream()
                                .filter(name -> !full.contains(name))
                                .collect(Collectors.toSet()));
                };
        boolean isDone = found.size() >= request.most()
                || (destinations instanceof Destinations.Only(Set<DomainName> left) && left.isEmpty());
        return isDone
                ? Optional.empty()
                : Optional.of(new LeaseRequest(
                        destinations,
                        request.most() - found.size(),
                        (int) (request.share() - most),
                        request.now(),
                        request.until()));
    }

    private Uni<List<Lease>> leased(UUID token, LeaseRequest request, LeaseStatements statements, Tuple bucket) {
        return switch (request.of()) {
            case Destinations.AllBut(Set<DomainName> names) ->
                leased(token, statements.allBut(), request, names, request.most() * LOOK_AHEAD, bucket);
            case Destinations.Only(Set<DomainName> names) ->
                leased(token, statements.only(), request, names, request.share(), bucket);
        };
    }

    private Uni<List<Lease>> leased(
            UUID token, String sql, LeaseRequest request, Set<DomainName> names, int lookedAt, Tuple bucket) {
        Tuple parameters = Tuple.tuple()
                .addOffsetDateTime(SettlementRows.utc(request.now()))
                .addOffsetDateTime(SettlementRows.utc(request.until()))
                .addUUID(token)
                .addArrayOfString(names.stream().map(DomainName::ascii).toArray(String[]::new))
                .addInteger(lookedAt)
                .addInteger(request.share())
                .addInteger(request.most());
        for (int i = 0; i < bucket.size(); i++) {
            parameters.addShort(bucket.getShort(i));
        }
        return pool.preparedQuery(sql).execute(parameters).map(rows -> new LeasedRows(token).read(rows));
    }

    @Override
    public Uni<List<Lease>> renew(List<Lease> leases, Instant until) {
        return inGroups(
                        leases,
                        PostgresQueueStore::bucket,
                        group -> pool.withTransaction(
                                        connection -> changeHeld(connection, QueueSql.RENEW, group, until))
                                .map(rows -> stillHeld(group, rows)))
                .map(groups -> groups.stream().flatMap(List::stream).toList());
    }

    private static List<Lease> stillHeld(List<Lease> leases, RowSet<Row> rows) {
        List<Lease> held = new ArrayList<>(rows.size());
        rows.forEach(row -> held.add(leases.get(Math.toIntExact(row.getLong("place") - 1))));
        return held;
    }

    @Override
    public Uni<Void> giveBack(List<Lease> leases, Instant now) {
        return inGroups(
                        leases,
                        PostgresQueueStore::bucket,
                        group -> pool.withTransaction(
                                connection -> changeHeld(connection, QueueSql.GIVE_BACK, group, now)))
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
        return inGroups(
                        settlements,
                        settlement -> bucket(settlement.result().lease()),
                        group -> pool.withTransaction(connection -> settle(connection, new SettlementRows(group), now)))
                .onFailure(PostgresQueueStore::isRefusal)
                .transform(RefusedSettlementException::new)
                .replaceWithVoid();
    }

    @Override
    public Uni<Integer> cancel(TenantId tenant, EmailId email, Instant now) {
        short bucket = (short) email.bucket();
        Tuple emails = Tuple.tuple().addArrayOfShort(new Short[] {bucket}).addArrayOfUUID(new UUID[] {email.value()});
        Tuple cancelled = Tuple.of(bucket, email.value(), tenant.value(), SettlementRows.utc(now));
        return pool.withTransaction(connection -> connection
                .preparedQuery(QueueSql.LOCK_EMAILS)
                .execute(emails)
                .chain(() -> connection.preparedQuery(QueueSql.CANCEL).execute(cancelled))
                .call(() -> release(connection, emails))
                .map(RowSet::size));
    }

    private static int bucket(Lease lease) {
        return lease.item().email().bucket();
    }

    /** One after the other, each in a transaction of its own; on one node all are one group. */
    private <T, R> Uni<List<R>> inGroups(List<T> items, ToIntFunction<T> bucket, Function<List<T>, Uni<R>> work) {
        return Multi.createFrom()
                .iterable(placement.byBucket(items, bucket))
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .asList();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refusal
                && refusal.getSqlState() != null
                && REFUSALS.stream().anyMatch(refusal.getSqlState()::startsWith);
    }

    /** All but the last go to the server without waiting for each other's answers; it does them in this order. */
    private static Uni<Void> settle(SqlConnection connection, SettlementRows rows, Instant now) {
        return Uni.combine()
                .all()
                .unis(List.of(
                        connection.preparedQuery(QueueSql.LOCK_EMAILS).execute(rows.emails()),
                        connection.preparedQuery(QueueSql.LOCK_RECIPIENTS).execute(rows.keys()),
                        connection.preparedQuery(QueueSql.SETTLE).execute(rows.parameters(now)),
                        release(connection, rows.emails())))
                .discardItems();
    }

    private static Uni<RowSet<Row>> release(SqlConnection connection, Tuple emails) {
        return connection.preparedQuery(QueueSql.RELEASE).execute(emails).call(gone -> releaseLarge(connection, gone));
    }

    private static Uni<RowSet<Row>> releaseLarge(SqlConnection connection, RowSet<Row> gone) {
        List<Row> large = gone.stream()
                .filter(row -> row.getDelegate().getBuffer("large") != null)
                .toList();
        if (large.isEmpty()) {
            return Uni.createFrom().item(gone);
        }
        Tuple blobs = Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple()
                .addArrayOfUUID(
                        large.stream().map(row -> row.getUUID("tenant_id")).toArray(UUID[]::new))
                .addArrayOfBuffer(large.stream()
                        .map(row -> row.getDelegate().getBuffer("large"))
                        .toArray(Buffer[]::new)));
        return connection.preparedQuery(QueueSql.RELEASE_LARGE).execute(blobs);
    }
}
