package dev.posthaste.blob.postgres;

import dev.posthaste.blob.BlobMissingException;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Blobs in the table {@code blob}: a small one with its bytes, a large one with the name of its chunks, which lie in a
 * {@link ChunkStore}. Chunks that lie among the rows are found wherever new ones go, so that an installation may change to
 * files or objects at any time.
 */
public final class PostgresBlobStore implements BlobStore {

    /** Deletions that are under way at a time. */
    private static final int DELETIONS = 4;

    /** One piece of a blob: from the row, or from the chunk that holds the offset. Bytes after either are not read. */
    private static final String PIECE = """
            select coalesce(substring(b.data from ($3::bigint + 1)::integer for $4::integer),
                            substring(c.data from ($3::bigint % $5::bigint + 1)::integer for $4::integer)) as piece,
                   b.upload
            from blob b
            left join blob_chunk c on c.tenant_id = b.tenant_id and c.upload = b.upload and c.n = ($3::bigint / $5::bigint)::integer
            where b.tenant_id = $1 and b.hash = $2""";

    private final Pool pool;
    private final ChunkStore chunks;
    private final PostgresChunks chunkRows;
    private final UploadRows uploads;
    private final Uuid7 ids;
    private final ReleasedBlobs released;

    /** Works on this pool and gives large blobs to {@code chunks}. */
    public PostgresBlobStore(Pool pool, ChunkStore chunks, Uuid7 ids) {
        this.pool = pool;
        this.chunks = chunks;
        this.chunkRows = new PostgresChunks(pool);
        this.uploads = new UploadRows(pool);
        this.ids = ids;
        this.released = new ReleasedBlobs(pool);
    }

    @Override
    public BlobUpload upload(TenantId tenant) {
        return new ChunkedUpload(uploads, chunks, new UploadKey(tenant, ids.next()));
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
    public Multi<byte[]> stream(BlobRef blob, long offset, long length) {
        long end = Math.min(blob.size(), offset + length);
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {offset}, at -> next(blob, at, end))
                .until(piece -> piece.length == 0);
    }

    @Override
    public Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length) {
        int inChunk = (int) (offset % CHUNK);
        int wanted = (int) Math.min(Math.min(length, staged.size() - offset), CHUNK - inChunk);
        if (wanted <= 0) {
            return Uni.createFrom().item(new byte[0]);
        }
        return chunks.read(staged.key(), (int) (offset / CHUNK), inChunk, wanted)
                .map(found -> found.orElseThrow(
                        () -> new UncheckedIOException(new IOException("a chunk of " + staged.key() + " is missing"))));
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        return uploads.begin(new UploadKey(to, blob.upload())).chain(() -> chunks.copy(blob, to));
    }

    @Override
    public Uni<Integer> sweep(Duration age) {
        return released.sweep(age).flatMap(blobs -> sweepUploads(age).map(lost -> blobs + lost));
    }

    /** One that cannot be deleted does not keep the others from it. */
    private Uni<Integer> sweepUploads(Duration age) {
        return uploads.lost(age)
                .flatMap(lost -> Multi.createFrom()
                        .iterable(lost)
                        .onItem()
                        .transformToUni(this::delete)
                        .collectFailures()
                        .merge(DELETIONS)
                        .collect()
                        .asList()
                        .map(List::size));
    }

    /** The bytes first and then the row which knows of them; among the rows, too, where the bytes of older blobs are. */
    private Uni<UploadKey> delete(UploadKey upload) {
        return chunks.delete(upload)
                .chain(() -> chunkRows.delete(upload))
                .chain(() -> uploads.forget(upload))
                .replaceWith(upload);
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
        return pool.preparedQuery(PIECE).execute(key).flatMap(rows -> piece(blob, rows, offset, length));
    }

    private Uni<byte[]> piece(BlobRef blob, RowSet<Row> rows, long offset, int length) {
        for (Row row : rows) {
            Buffer piece = row.getDelegate().getBuffer("piece");
            UUID upload = row.getUUID("upload");
            if (piece != null && piece.length() > 0) {
                return Uni.createFrom().item(piece.getBytes());
            }
            if (upload != null) {
                UploadKey key = new UploadKey(blob.tenant(), upload);
                return chunks.read(key, (int) (offset / CHUNK), (int) (offset % CHUNK), length)
                        .map(found -> found.orElseThrow(() -> new BlobMissingException(blob)));
            }
        }
        throw new BlobMissingException(blob);
    }
}
