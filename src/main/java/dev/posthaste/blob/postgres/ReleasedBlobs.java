package dev.posthaste.blob.postgres;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deletes blobs to which nothing refers any more. No references are counted. Whatever removes one notes the blob in a table
 * of released blobs; a day later the possible referrers themselves are asked. This is done twice, with the statements of {@link
 * ReleasedSql}: for the blobs of each account, to which its messages refer, and for the large blobs of each tenant, to which
 * blobs of accounts and queued emails refer.
 *
 * <p>Why none that is referred to can go: it is locked first, and whether anything refers to it is asked in a statement
 * of its own after that, which sees all that was committed by then. A new reference comes about in two ways only. Intake
 * locks the blob, or writes it anew if it is gone, in the transaction that brings the reference (see {@code
 * intake.postgres.LedgerSql}), and does so with the large blob, too: it either is there before us, and we skip what it has
 * locked or see what it committed, or it waits for us. A copy is made of a message that is there; its source cannot be
 * removed before the copy is committed, because both hold the lock of the mailbox: one of the two is always to be seen. And a
 * copy refers to a blob, never to a large blob.
 *
 * <p>Each owner has transactions of its own, so that all rows of one lie on one database node.
 */
final class ReleasedBlobs {

    /** So many notes are handled in one transaction, and so many owners are looked up at a time. */
    static final int PORTION = 1_000;

    /** Owners whose notes are handled at the same time. */
    private static final int OWNERS_AT_ONCE = 4;

    private final Pool pool;
    private final ReleasedSql sql;

    private ReleasedBlobs(Pool pool, ReleasedSql sql) {
        this.pool = pool;
        this.sql = sql;
    }

    /** Of accounts. */
    static ReleasedBlobs ofAccounts(Pool pool) {
        return new ReleasedBlobs(pool, ReleasedSql.OF_ACCOUNTS);
    }

    /** Large ones, of tenants. */
    static ReleasedBlobs large(Pool pool) {
        return new ReleasedBlobs(pool, ReleasedSql.LARGE);
    }

    private record Swept(int notes, int blobs) {
        Swept plus(Swept other) {
            return new Swept(notes + other.notes, blobs + other.blobs);
        }
    }

    private record Owners(int found, Swept swept) {}

    /** Handles all notes that are older than {@code age}; answers how many blobs were deleted. */
    Uni<Integer> sweep(Duration age) {
        return Multi.createBy()
                .repeating()
                .uni(() -> owners(age))
                .whilst(owners -> owners.found == PORTION && owners.swept.notes > 0)
                .collect()
                .with(Collectors.summingInt(owners -> owners.swept.blobs));
    }

    private Uni<Owners> owners(Duration age) {
        Tuple arguments = Tuple.of((double) age.toSeconds(), (long) PORTION);
        return keys(pool.preparedQuery(sql.owners()).execute(mutiny(arguments)), row -> row.getUUID("owner"))
                .flatMap(owners -> Multi.createFrom()
                        .iterable(owners)
                        .onItem()
                        .transformToUni(owner -> sweep(owner, age))
                        .merge(OWNERS_AT_ONCE)
                        .collect()
                        .in(() -> new ArrayList<Swept>(), List::add)
                        .map(swept -> new Owners(owners.size(), swept.stream().reduce(new Swept(0, 0), Swept::plus))));
    }

    private Uni<Swept> sweep(UUID owner, Duration age) {
        return Multi.createBy()
                .repeating()
                .uni(() -> pool.withTransaction(connection -> portion(connection, owner, age)))
                .whilst(swept -> swept.notes == PORTION)
                .collect()
                .in(() -> new ArrayList<Swept>(), List::add)
                .map(portions -> portions.stream().reduce(new Swept(0, 0), Swept::plus));
    }

    private Uni<Swept> portion(SqlConnection connection, UUID owner, Duration age) {
        Tuple arguments = Tuple.of(owner, (double) age.toSeconds(), (long) PORTION);
        return hashes(connection, sql.take(), arguments)
                .flatMap(notes -> delete(
                                connection, owner, notes.stream().distinct().toList())
                        .map(blobs -> new Swept(notes.size(), blobs)));
    }

    private Uni<Integer> delete(SqlConnection connection, UUID owner, List<Buffer> noted) {
        return hashes(connection, sql.lock(), named(owner, noted))
                .call(locked -> putBack(connection, owner, without(noted, locked)))
                .flatMap(locked -> connection.preparedQuery(sql.delete()).execute(mutiny(named(owner, locked))))
                .flatMap(gone -> pass(connection, gone).replaceWith(gone.size()));
    }

    /** Tells what comes next of the deleted blobs that had large content: of a blob its large blob, of that its upload. */
    private Uni<Void> pass(SqlConnection connection, RowSet<Row> gone) {
        List<Row> large =
                gone.stream().filter(row -> row.getUUID("tenant_id") != null).toList();
        if (large.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(
                        large.stream().map(row -> row.getUUID("tenant_id")).toArray(UUID[]::new));
        sql.addNext(arguments, large);
        return connection.preparedQuery(sql.next()).execute(mutiny(arguments)).replaceWithVoid();
    }

    private Uni<RowSet<Row>> putBack(SqlConnection connection, UUID owner, List<Buffer> blobs) {
        return connection.preparedQuery(sql.putBack()).execute(mutiny(named(owner, blobs)));
    }

    private static Uni<List<Buffer>> hashes(SqlConnection connection, String statement, Tuple arguments) {
        return keys(
                connection.preparedQuery(statement).execute(mutiny(arguments)),
                row -> row.getDelegate().getBuffer("hash"));
    }

    private static <K> Uni<List<K>> keys(Uni<RowSet<Row>> answer, Function<Row, K> key) {
        return answer.map(rows -> rows.stream().map(key).toList());
    }

    private static List<Buffer> without(List<Buffer> all, List<Buffer> some) {
        List<Buffer> rest = new ArrayList<>(all);
        rest.removeAll(Set.copyOf(some));
        return rest;
    }

    private static Tuple named(UUID owner, List<Buffer> blobs) {
        return Tuple.tuple().addUUID(owner).addArrayOfBuffer(blobs.toArray(new Buffer[0]));
    }

    private static io.vertx.mutiny.sqlclient.Tuple mutiny(Tuple arguments) {
        return io.vertx.mutiny.sqlclient.Tuple.newInstance(arguments);
    }
}
