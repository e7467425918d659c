package dev.posthaste.intake;

import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.mime.MimeIndex;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A staged message in memory, or in the chunks of its upload. */
record StagedOctets(BlobStore blobs, StagedBlob blob, MimeIndex structure) implements StagedMessage {

    private static final byte[] NOTHING = {};

    @Override
    public long size() {
        return blob.size();
    }

    @Override
    public Optional<ByteBuffer> inMemory() {
        return switch (blob) {
            case StagedBlob.Inline(var hash, byte[] bytes) ->
                Optional.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            case StagedBlob.Chunked chunked -> Optional.empty();
        };
    }

    @Override
    public Uni<byte[]> read(long offset, int length) {
        int wanted = (int) Math.max(0, Math.min(length, blob.size() - offset));
        return switch (blob) {
            case StagedBlob.Inline(var hash, byte[] bytes) ->
                Uni.createFrom()
                        .item(wanted == 0 ? NOTHING : Arrays.copyOfRange(bytes, (int) offset, (int) offset + wanted));
            case StagedBlob.Chunked chunked -> fill(chunked, offset, new byte[wanted], 0);
        };
    }

    private Uni<byte[]> fill(StagedBlob.Chunked chunked, long offset, byte[] whole, int filled) {
        if (filled == whole.length) {
            return Uni.createFrom().item(whole);
        }
        return blobs.read(chunked, offset + filled, whole.length - filled).chain(piece -> {
            System.arraycopy(piece, 0, whole, filled, piece.length);
            return fill(chunked, offset, whole, filled + piece.length);
        });
    }

    @Override
    public Multi<byte[]> stream(long offset, long length) {
        long end = Math.min(blob.size(), offset + length);
        return Multi.createBy()
                .repeating()
                .uni(() -> new long[] {offset}, at -> next(at, end))
                .until(piece -> piece.length == 0);
    }

    private Uni<byte[]> next(long[] at, long end) {
        int wanted = (int) Math.max(0, Math.min(BlobStore.CHUNK, end - at[0]));
        return (wanted == 0 ? Uni.createFrom().item(NOTHING) : read(at[0], wanted))
                .invoke(piece -> at[0] += piece.length);
    }
}
