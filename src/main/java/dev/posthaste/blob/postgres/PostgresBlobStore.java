package dev.posthaste.blob.postgres;

import dev.posthaste.blob.BlobMissingException;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
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

/**
 * Small content in rows of {@code blob}, one per account, and of {@code queued_blob}, one per email; large content in chunks of a
 * {@link ChunkStore}, one per tenant, which {@code large_blob} names. Chunks that lie in {@code blob_chunk} are found wherever new
 * ones go, so that an installation may change to files or objects at any time.
 */
public final class PostgresBlobStore implements BlobStore {

    /** Deletions that are under way at a time. */
    private static final int DELETIONS = 4;

    /** $3: offset, $4: octets. One piece of small content. */
    private static final String PIECE_OF_MAILBOX = """
            select substring(data from $3::integer + 1 for $4::integer) as piece from blob
            where account_id = $1 and hash = $2""";

    /** The same of the queue; $1: bucket, $2: email. */
    private static final String PIECE_OF_QUEUE = """
            select substring(data from $3::integer + 1 for $4::integer) as piece from queued_blob
            where bucket = $1 and email_id = $2""";

    private final Pool pool;
    private final ChunkStore chunks;
    private final PostgresChunks chunkRows;
    private final UploadRows uploads;
    private final Uuid7 ids;
    private final ReleasedBlobs released;
    private final ReleasedBlobs releasedLarge;
    private final LargeBlobs large;

    /** Works on this pool and gives large blobs to {@code chunks}. */
    public PostgresBlobStore(Pool pool, ChunkStore chunks, Uuid7 ids) {
        this.pool = pool;
        this.chunks = chunks;
        this.chunkRows = new PostgresChunks(pool);
        this.uploads = new UploadRows(pool);
        this.ids = ids;
        this.released = ReleasedBlobs.ofAccounts(pool);
        this.releasedLarge = ReleasedBlobs.large(pool);
        this.large = new LargeBlobs(pool, chunkRows, chunks);
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
        return source(blob).flatMap(source -> fill(source, offset, whole, 0)).replaceWith(whole);
    }

    @Override
    public Multi<byte[]> stream(BlobRef blob, long offset, long length) {
        long end = Math.min(blob.size(), offset + length);
        return source(blob)
                .onItem()
                .transformToMulti(source -> Multi.createBy()
                        .repeating()
                        .uni(() -> new long[] {offset}, at -> next(source, at, end))
                        .until(piece -> piece.length == 0));
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
        return released.sweep(age)
                .flatMap(small -> releasedLarge.sweep(age).map(big -> small + big))
                .flatMap(blobs -> sweepUploads(age).map(lost -> blobs + lost));
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

    private Uni<byte[]> next(PieceSource source, long[] at, long end) {
        if (at[0] >= end) {
            return Uni.createFrom().item(new byte[0]);
        }
        return piece(source, at[0], end - at[0]).invoke(piece -> at[0] += piece.length);
    }

    private Uni<Void> fill(PieceSource source, long offset, byte[] whole, int filled) {
        if (filled == whole.length) {
            return Uni.createFrom().voidItem();
        }
        return piece(source, offset, whole.length - filled).flatMap(piece -> {
            System.arraycopy(piece, 0, whole, filled, piece.length);
            return fill(source, offset + piece.length, whole, filled + piece.length);
        });
    }

    /** At most the rest of the chunk that holds {@code offset}; never empty. */
    private static Uni<byte[]> piece(PieceSource source, long offset, long wanted) {
        int length = (int) Math.min(wanted, CHUNK - offset % CHUNK);
        return source.read(offset, length);
    }

    /** Where octets of a blob come from: at most those of one chunk, never none. */
    @FunctionalInterface
    interface PieceSource {
        Uni<byte[]> read(long offset, int length);
    }

    private Uni<PieceSource> source(BlobRef blob) {
        PieceSource row = (offset, length) -> pieceOfRow(blob, offset, length);
        return blob.size() <= INLINE_MAX ? Uni.createFrom().item(row) : large.source(blob);
    }

    private Uni<byte[]> pieceOfRow(BlobRef blob, long offset, int length) {
        return rows(blob, offset, length)
                .map(rows -> rows.stream()
                        .map(row -> row.getDelegate().getBuffer("piece"))
                        .filter(piece -> piece != null && piece.length() > 0)
                        .findFirst()
                        .map(Buffer::getBytes)
                        .orElseThrow(() -> new BlobMissingException(blob)));
    }

    private Uni<RowSet<Row>> rows(BlobRef blob, long offset, int length) {
        return switch (blob.holder()) {
            case BlobRef.Holder.Mailbox(AccountId account) -> {
                Buffer hash = Buffer.buffer(blob.hash().octets());
                yield pool.preparedQuery(PIECE_OF_MAILBOX)
                        .execute(Tuple.of(account.value(), hash, (int) offset, length));
            }
            case BlobRef.Holder.Queue(EmailId email) ->
                pool.preparedQuery(PIECE_OF_QUEUE)
                        .execute(Tuple.of((short) email.bucket(), email.value(), (int) offset, length));
        };
    }
}
