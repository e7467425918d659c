package dev.posthaste.blob.postgres;

import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;

/** Chunks as rows of {@code blob_chunk}: durable when written. The pool answers on the caller's context by itself. */
public final class PostgresChunks implements ChunkStore {

    private static final String WRITE = "insert into blob_chunk (tenant_id, upload, n, data) values ($1, $2, $3, $4)";

    private static final String READ = """
            select substring(data from $4::integer + 1 for $5::integer) as piece from blob_chunk
            where tenant_id = $1 and upload = $2 and n = $3""";

    private static final String COPY = """
            insert into blob_chunk (tenant_id, upload, n, data)
            select $3, upload, n, data from blob_chunk where tenant_id = $1 and upload = $2
            on conflict do nothing""";

    private static final String DELETE = "delete from blob_chunk where tenant_id = $1 and upload = $2";

    private final Pool pool;

    /** Works on this pool. */
    public PostgresChunks(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Void> write(UploadKey upload, int number, byte[] chunk) {
        Tuple row = Tuple.of(upload.tenant().value(), upload.upload(), number, Buffer.buffer(chunk));
        return pool.preparedQuery(WRITE).execute(row).replaceWithVoid();
    }

    @Override
    public Uni<Void> seal(UploadKey upload) {
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Optional<byte[]>> read(UploadKey upload, int number, int offset, int length) {
        Tuple place = Tuple.of(upload.tenant().value(), upload.upload(), number, offset, length);
        return pool.preparedQuery(READ).execute(place).map(PostgresChunks::piece);
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        Tuple places = Tuple.of(blob.tenant().value(), blob.upload(), to.value());
        return pool.preparedQuery(COPY).execute(places).replaceWithVoid();
    }

    @Override
    public Uni<Void> delete(UploadKey upload) {
        Tuple place = Tuple.of(upload.tenant().value(), upload.upload());
        return pool.preparedQuery(DELETE).execute(place).replaceWithVoid();
    }

    private static Optional<byte[]> piece(RowSet<Row> rows) {
        return rows.stream()
                .map(row -> row.getDelegate().getBuffer("piece").getBytes())
                .filter(octets -> octets.length > 0)
                .findFirst();
    }
}
