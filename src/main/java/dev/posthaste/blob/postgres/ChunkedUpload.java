package dev.posthaste.blob.postgres;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import io.smallrye.mutiny.Uni;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Gathers octets and stores a chunk whenever one is full; a blob of at most {@link BlobStore#INLINE_MAX} never is. */
final class ChunkedUpload implements BlobUpload {

    private static final int FIRST_BUFFER = 8 << 10;

    private final UploadRows rows;
    private final ChunkStore chunks;
    private final UploadKey key;
    private final MessageDigest digest = sha256();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;
    private int sent;
    private int stored;
    private long size;

    ChunkedUpload(UploadRows rows, ChunkStore chunks, UploadKey key) {
        this.rows = rows;
        this.chunks = chunks;
        this.key = key;
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
        return flush().chain(() -> gather(bytes, offset + fits, length - fits));
    }

    @Override
    public Uni<StagedBlob> finish() {
        BlobHash hash = BlobHash.of(digest.digest());
        if (size <= BlobStore.INLINE_MAX) {
            return Uni.createFrom().item(new StagedBlob.Inline(hash, Arrays.copyOf(buffer, filled)));
        }
        Uni<Void> written = filled == 0 ? Uni.createFrom().voidItem() : flush();
        return written.chain(() -> chunks.seal(key))
                .chain(() -> rows.renew(key))
                .replaceWith(new StagedBlob.Chunked(hash, size, key.tenant(), key.upload()));
    }

    /**
     * A chunk that is under way or whose answer was lost may still arrive after a deletion: only the row would know of it
     * then, so the row stays and all of it is left to the sweep.
     */
    @Override
    public Uni<Void> abort() {
        buffer = new byte[0];
        filled = 0;
        if (sent == 0 || stored < sent) {
            return Uni.createFrom().voidItem();
        }
        return chunks.delete(key).chain(() -> rows.forget(key));
    }

    private Uni<Void> flush() {
        int number = sent++;
        byte[] chunk = Arrays.copyOf(buffer, filled);
        filled = 0;
        Uni<Void> begun = number == 0 ? rows.begin(key) : Uni.createFrom().voidItem();
        return begun.chain(() -> chunks.write(key, number, chunk)).invoke(() -> stored++);
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
