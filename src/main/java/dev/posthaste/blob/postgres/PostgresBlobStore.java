package dev.posthaste.blob.postgres;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobMissingException;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Blobs in the tables {@code blob}, {@code blob_chunk} and {@code blob_upload}. */
public final class PostgresBlobStore implements BlobStore {

    /** One piece of a blob: from the row, or from the chunk that holds the offset. Bytes after either are not read. */
    private static final String PIECE = """
            select coalesce(substring(b.data from ($3::bigint + 1)::integer for $4::integer),
                            substring(c.data from ($3::bigint % $5::bigint + 1)::integer for $4::integer)) as piece
            from blob b
            left join blob_chunk c on c.tenant_id = b.tenant_id and c.upload = b.upload and c.n = ($3::bigint / $5::bigint)::integer
            where b.tenant_id = $1 and b.hash = $2""";

    private static final String SMALL =
            "select hash, data from blob where tenant_id = $1 and hash = any ($2::bytea[]) and data is not null";

    private static final String SWEEP_UPLOADS = """
            with old as (
                delete from blob_upload where started_at < now() - make_interval(secs => $1) returning tenant_id, upload),
            lost as (
                select o.tenant_id, o.upload from old o
                where not exists (select 1 from blob b where b.tenant_id = o.tenant_id and b.upload = o.upload)),
            chunks as (
                delete from blob_chunk c using lost l where c.tenant_id = l.tenant_id and c.upload = l.upload)
            select count(*)::integer as n from lost""";

    private final Pool pool;
    private final Uuid7 ids;
    private final ReleasedBlobs released;

    /** Works on this pool. */
    public PostgresBlobStore(Pool pool, Uuid7 ids) {
        this.pool = pool;
        this.ids = ids;
        this.released = new ReleasedBlobs(pool);
    }

    @Override
    public BlobUpload upload(TenantId tenant) {
        return new PostgresUpload(pool, tenant, ids.next());
    }

    @Override
    public Uni<byte[]> read(BlobRef blob, long offset, int length) {
        long end = Math.min(blob.size(), offset + length);
        if (offset >= end) {
            return Uni.createFrom().item(new byte[0]);
        }
        byte[] whole = new byte[(int) (end - offset)];
        return fill(blob, offset, whole, 0).replaceWith(whole);
    }

    @Override
    public Uni<List<byte[]>> readSmall(List<BlobRef> blobs) {
        if (blobs.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Buffer[] hashes =
                blobs.stream().map(blob -> Buffer.buffer(blob.hash().octets())).toArray(Buffer[]::new);
        return pool.preparedQuery(SMALL)
                .execute(Tuple.of(blobs.getFirst().tenant().value(), hashes))
                .map(PostgresBlobStore::byHash)
                .map(octets ->
                        blobs.stream().map(blob -> required(octets, blob)).toList());
    }

    private static Map<BlobHash, byte[]> byHash(RowSet<Row> rows) {
        Map<BlobHash, byte[]> octets = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            Buffer hash = row.getDelegate().getBuffer("hash");
            octets.put(
                    BlobHash.of(hash.getBytes()),
                    row.getDelegate().getBuffer("data").getBytes());
        }
        return octets;
    }

    private static byte[] required(Map<BlobHash, byte[]> octets, BlobRef blob) {
        byte[] found = octets.get(blob.hash());
        if (found == null) {
            throw new BlobMissingException(blob);
        }
        return found;
    }

    @Override
    public Multi<byte[]> stream(BlobRef blob, long offset, long length) {
        long end = Math.min(blob.size(), offset + length);
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {offset}, at -> next(blob, at, end))
                .until(piece -> piece.length == 0);
    }

    @Override
    public Uni<Integer> sweep(Duration age) {
        Tuple seconds = Tuple.of((double) age.toSeconds());
        return released.sweep(age)
                .flatMap(blobs ->
                        pool.preparedQuery(SWEEP_UPLOADS).execute(seconds).map(uploads -> blobs + number(uploads)));
    }

    private Uni<byte[]> next(BlobRef blob, long[] at, long end) {
        if (at[0] >= end) {
            return Uni.createFrom().item(new byte[0]);
        }
        return piece(blob, at[0], end - at[0]).invoke(piece -> at[0] += piece.length);
    }

    private Uni<Void> fill(BlobRef blob, long offset, byte[] whole, int filled) {
        if (filled == whole.length) {
            return Uni.createFrom().voidItem();
        }
        return piece(blob, offset, whole.length - filled).flatMap(piece -> {
            System.arraycopy(piece, 0, whole, filled, piece.length);
            return fill(blob, offset + piece.length, whole, filled + piece.length);
        });
    }

    /** At most the rest of the chunk that holds {@code offset}; never empty. */
    private Uni<byte[]> piece(BlobRef blob, long offset, long wanted) {
        long inChunk = CHUNK - offset % CHUNK;
        int length = (int) Math.min(wanted, inChunk);
        Tuple key = Tuple.of(blob.tenant().value(), Buffer.buffer(blob.hash().octets()), offset, length, (long) CHUNK);
        return pool.preparedQuery(PIECE).execute(key).map(rows -> bytes(blob, rows));
    }

    private static byte[] bytes(BlobRef blob, RowSet<Row> rows) {
        for (Row row : rows) {
            Buffer piece = row.getDelegate().getBuffer("piece");
            if (piece != null && piece.length() > 0) {
                return piece.getBytes();
            }
        }
        throw new BlobMissingException(blob);
    }

    private static int number(RowSet<Row> rows) {
        return rows.iterator().next().getInteger("n");
    }
}
