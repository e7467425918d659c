package dev.posthaste.blob;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Reads and takes in blobs. No references are counted: {@link #sweep} asks whether anything refers to what was let go. */
public interface BlobStore {

    /** Up to this size a blob is one row, written by the door's statement. */
    int INLINE_MAX = 128 << 10;

    /** Octets of a chunk of a larger one. */
    int CHUNK = 256 << 10;

    /** Opens an upload for a tenant. */
    BlobUpload upload(TenantId tenant);

    /**
     * The octets from {@code offset}, at most {@code length} of them, fewer where the blob ends.
     *
     * @return fails with {@link BlobMissingException} if there is no such blob
     */
    Uni<byte[]> read(BlobRef blob, long offset, int length);

    /** The octets from {@code offset} on, {@code length} of them, in pieces of at most {@link #CHUNK}, as they are asked for. */
    Multi<byte[]> stream(BlobRef blob, long offset, long length);

    /**
     * The octets of what is staged in chunks and not committed yet, from {@code offset}, at most {@code length} of them; fewer
     * at the end of a chunk or of the blob, none beyond it.
     *
     * @return fails with {@link java.io.UncheckedIOException} if a chunk is gone
     */
    Uni<byte[]> read(StagedBlob.Chunked staged, long offset, int length);

    /** Gives another tenant bytes of its own, for a message that goes to accounts of several; swept if no blob comes of it. */
    Uni<Void> copy(StagedBlob.Chunked blob, TenantId to);

    /**
     * Deletes blobs to which nothing has referred for {@code age}, and the chunks of uploads that came to nothing so long
     * ago. The chunks of a blob follow their row after another {@code age}.
     *
     * @return how many blobs and uploads were deleted; fails if some could not be, which a later sweep tries again
     */
    Uni<Integer> sweep(Duration age);
}
