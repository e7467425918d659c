package dev.posthaste.blob;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;

/** A place for chunks that can be cut off. */
final class CutChunks implements ChunkStore {

    private final ChunkStore behind;
    private boolean cut;

    CutChunks(ChunkStore behind) {
        this.behind = behind;
    }

    void cut() {
        cut = true;
    }

    void mend() {
        cut = false;
    }

    @Override
    public Uni<Void> write(UploadKey upload, int number, byte[] chunk) {
        return unlessCut(() -> behind.write(upload, number, chunk));
    }

    @Override
    public Uni<Void> seal(UploadKey upload) {
        return unlessCut(() -> behind.seal(upload));
    }

    @Override
    public Uni<Optional<byte[]>> read(UploadKey upload, int number, int offset, int length) {
        return unlessCut(() -> behind.read(upload, number, offset, length));
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        return unlessCut(() -> behind.copy(blob, to));
    }

    @Override
    public Uni<Void> delete(UploadKey upload) {
        return unlessCut(() -> behind.delete(upload));
    }

    private <T> Uni<T> unlessCut(Supplier<Uni<T>> work) {
        return cut ? Uni.createFrom().failure(new UncheckedIOException(new IOException("cut off"))) : work.get();
    }
}
