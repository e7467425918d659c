package dev.posthaste.blob.postgres;

import dev.posthaste.blob.BlobMissingException;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.blob.postgres.PostgresBlobStore.PieceSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

/** Large content: which upload holds it is asked once, and its chunks are then read one by one. */
final class LargeBlobs {

    private static final String UPLOAD = "select upload from large_blob where tenant_id = $1 and hash = $2";

    private final Pool pool;
    private final PostgresChunks rows;
    private final ChunkStore chunks;

    /** Chunks are looked for in {@code chunks}, and where there are none in {@code rows}. */
    LargeBlobs(Pool pool, PostgresChunks rows, ChunkStore chunks) {
        this.pool = pool;
        this.rows = rows;
        this.chunks = chunks;
    }

    Uni<PieceSource> source(BlobRef blob) {
        Tuple key = Tuple.of(blob.tenant().value(), Buffer.buffer(blob.hash().octets()));
        return pool.preparedQuery(UPLOAD)
                .execute(key)
                .map(found -> found.stream()
                        .findFirst()
                        .map(row -> new UploadKey(blob.tenant(), row.getUUID("upload")))
                        .orElseThrow(() -> new BlobMissingException(blob)))
                .map(upload -> (offset, length) -> piece(blob, upload, offset, length));
    }

    /** Rows are asked first: to find none costs less there than in a place far away. */
    private Uni<byte[]> piece(BlobRef blob, UploadKey upload, long offset, int length) {
        int number = (int) (offset / BlobStore.CHUNK);
        int within = (int) (offset % BlobStore.CHUNK);
        return rows.read(upload, number, within, length)
                .flatMap(piece -> piece.isPresent() || chunks instanceof PostgresChunks
                        ? Uni.createFrom().item(piece)
                        : chunks.read(upload, number, within, length))
                .map(piece -> piece.orElseThrow(() -> new BlobMissingException(blob)));
    }
}
