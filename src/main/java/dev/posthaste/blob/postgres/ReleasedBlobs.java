package dev.posthaste.blob.postgres;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Deletes blobs to which nothing refers any more. No references are counted. Whoever takes one away notes the blob in
 * {@code blob_released}; here, a day later, the messages and emails themselves are asked.
 *
 * <p>Why none that is referred to can go: it is locked first, and whether anything refers to it is asked in a statement
 * of its own after that, which sees all that was committed by then. A new reference comes about in two ways only. The
 * door locks the blob, or writes it anew if it is gone, in the transaction that brings the reference (see {@code
 * intake.postgres.LedgerSql}): it either is there before us, and we skip what it has locked or see what it committed, or
 * it waits for us. A copy is made of a message that is there; nobody else can remove its source before the copy is
 * committed, because both hold the lock of the mailbox: one of the two is always to be seen.
 */
final class ReleasedBlobs {

    /** So many notes are worked off in one transaction. */
    static final int PORTION = 1_000;

    /** $1: seconds; $2: how many. */
    private static final String TAKE = """
            delete from blob_released where ctid = any (array(
                select ctid from blob_released where released_at < now() - make_interval(secs => $1)
                order by released_at limit $2 for update skip locked))
            returning tenant_id, hash""";

    /** $1, $2: the blobs. Rows of blobs never change, so that none can be lost between the join and the lock. */
    private static final String LOCK = """
            select b.tenant_id, b.hash from blob b
            where (b.tenant_id, b.hash) in (select * from unnest($1::uuid[], $2::bytea[]))
            for update of b skip locked""";

    /** $1, $2: blobs that are locked. The chunks of a large one are named to {@link UploadRows}, which sees to their end. */
    private static final String DELETE = """
            with gone as (
                delete from blob b
                where (b.tenant_id, b.hash) in (select * from unnest($1::uuid[], $2::bytea[]))
                    and not exists (
                        select from message m
                        where substring(m.blob_hash from 1 for 7) = substring(b.hash from 1 for 7)
                            and m.blob_hash = b.hash and m.tenant_id = b.tenant_id)
                    and not exists (
                        select from email e
                        where substring(e.blob_hash from 1 for 7) = substring(b.hash from 1 for 7)
                            and e.blob_hash = b.hash and e.tenant_id = b.tenant_id and e.released_at is null)
                returning b.tenant_id, b.upload),
            left_behind as (
                insert into blob_upload (tenant_id, upload, started_at)
                select tenant_id, upload, now() from gone where upload is not null
                on conflict (tenant_id, upload) do update set started_at = excluded.started_at)
            select count(*)::integer as n from gone""";

    /** $1, $2: blobs that somebody else had locked. He may still give up: they are looked at another time. */
    private static final String PUT_BACK = """
            insert into blob_released (tenant_id, released_at, hash)
            select b.tenant_id, now(), b.hash from blob b
            where (b.tenant_id, b.hash) in (select * from unnest($1::uuid[], $2::bytea[]))""";

    private final Pool pool;

    ReleasedBlobs(Pool pool) {
        this.pool = pool;
    }

    private record Key(UUID tenant, Buffer hash) {
        static Key read(Row row) {
            return new Key(row.getUUID("tenant_id"), row.getDelegate().getBuffer("hash"));
        }
    }

    private record Swept(int notes, int blobs) {}

    /** Works off all notes that are older than {@code age}, and says how many blobs went. */
    Uni<Integer> sweep(Duration age) {
        return Multi.createBy()
                .repeating()
                .uni(() -> pool.withTransaction(connection -> portion(connection, age)))
                .whilst(swept -> swept.notes == PORTION)
                .collect()
                .with(Collectors.summingInt(Swept::blobs));
    }

    private static Uni<Swept> portion(SqlConnection connection, Duration age) {
        return keys(connection, TAKE, Tuple.of((double) age.toSeconds(), (long) PORTION))
                .flatMap(notes -> delete(connection, notes.stream().distinct().toList())
                        .map(blobs -> new Swept(notes.size(), blobs)));
    }

    private static Uni<Integer> delete(SqlConnection connection, List<Key> noted) {
        return keys(connection, LOCK, named(noted))
                .call(locked -> putBack(connection, without(noted, locked)))
                .flatMap(locked -> connection.preparedQuery(DELETE).execute(named(locked)))
                .map(rows -> rows.iterator().next().getInteger("n"));
    }

    private static Uni<RowSet<Row>> putBack(SqlConnection connection, List<Key> blobs) {
        return connection.preparedQuery(PUT_BACK).execute(named(blobs));
    }

    private static Uni<List<Key>> keys(SqlConnection connection, String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments).map(rows -> {
            List<Key> keys = new ArrayList<>(rows.size());
            rows.forEach(row -> keys.add(Key.read(row)));
            return keys;
        });
    }

    private static List<Key> without(List<Key> all, List<Key> some) {
        List<Key> rest = new ArrayList<>(all);
        rest.removeAll(Set.copyOf(some));
        return rest;
    }

    private static Tuple named(List<Key> blobs) {
        return Tuple.newInstance(io.vertx.sqlclient.Tuple.tuple()
                .addArrayOfUUID(blobs.stream().map(Key::tenant).toArray(UUID[]::new))
                .addArrayOfBuffer(blobs.stream().map(Key::hash).toArray(Buffer[]::new)));
    }
}
