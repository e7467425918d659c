package dev.posthaste.blob.postgres;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/** Gathers octets and stores a chunk whenever one is full; a blob of at most {@link BlobStore#INLINE_MAX} never is. */
final class PostgresUpload implements BlobUpload {

    private static final int FIRST_BUFFER = 8 << 10;

    private static final String BEGIN =
            "insert into blob_upload (tenant_id, upload, started_at) values ($1, $2, now())";
    private static final String CHUNK = "insert into blob_chunk (tenant_id, upload, n, data) values ($1, $2, $3, $4)";
    private static final String FORGET_CHUNKS = "delete from blob_chunk where tenant_id = $1 and upload = $2";
    private static final String FORGET_UPLOAD = "delete from blob_upload where tenant_id = $1 and upload = $2";

    private final Pool pool;
    private final TenantId tenant;
    private final UUID upload;
    private final MessageDigest digest = sha256();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;
    private int chunks;
    private long size;

    PostgresUpload(Pool pool, TenantId tenant, UUID upload) {
        this.pool = pool;
        this.tenant = tenant;
        this.upload = upload;
    }

    @Override
    public Uni<Void> write(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        size += length;
        return gather(bytes, offset, length);
    }

    private Uni<Void> gather(byte[] bytes, int offset, int length) {
        int fits = Math.min(length, BlobStore.CHUNK - filled);
        append(bytes, offset, fits);
        if (filled < BlobStore.CHUNK) {
            return Uni.createFrom().voidItem();
        }
        return flush().flatMap(stored -> gather(bytes, offset + fits, length - fits));
    }

    @Override
    public Uni<StagedBlob> finish() {
        BlobHash hash = BlobHash.of(digest.digest());
        if (size <= BlobStore.INLINE_MAX) {
            return Uni.createFrom().item(new StagedBlob.Inline(hash, Arrays.copyOf(buffer, filled)));
        }
        StagedBlob staged = new StagedBlob.Chunked(hash, size, tenant, upload);
        return filled == 0 ? Uni.createFrom().item(staged) : flush().replaceWith(staged);
    }

    @Override
    public Uni<Void> abort() {
        buffer = new byte[0];
        if (chunks == 0) {
            return Uni.createFrom().voidItem();
        }
        Tuple key = Tuple.of(tenant.value(), upload);
        return pool.preparedQuery(FORGET_CHUNKS)
                .execute(key)
                .flatMap(gone -> pool.preparedQuery(FORGET_UPLOAD).execute(key))
                .replaceWithVoid();
    }

    private Uni<Void> flush() {
        Tuple row = Tuple.of(tenant.value(), upload, chunks, Buffer.buffer(Arrays.copyOf(buffer, filled)));
        filled = 0;
        Uni<?> begun = chunks++ == 0
                ? pool.preparedQuery(BEGIN).execute(Tuple.of(tenant.value(), upload))
                : Uni.createFrom().voidItem();
        return begun.flatMap(ready -> pool.preparedQuery(CHUNK).execute(row)).replaceWithVoid();
    }

    private void append(byte[] bytes, int offset, int length) {
        if (filled + length > buffer.length) {
            int wanted = Math.max(filled + length, buffer.length * 2);
            buffer = Arrays.copyOf(buffer, Math.min(wanted, BlobStore.CHUNK));
        }
        System.arraycopy(bytes, offset, buffer, filled, length);
        filled += length;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
