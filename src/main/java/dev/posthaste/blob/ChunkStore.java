package dev.posthaste.blob;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * Where the chunks of large blobs lie. The chunks of an upload are numbered from zero, and each but the last has {@link
 * BlobStore#CHUNK} octets.
 *
 * <p>Nothing is listed here: who calls keeps a row for an upload from before its first chunk is written until after its
 * last is deleted, so that there are no chunks that nobody knows of, whenever a process or a machine ends.
 *
 * <p>Every answer comes on the Vert.x context of whoever asks. A store that cannot be reached, is full, slow or refuses
 * fails with {@link java.io.UncheckedIOException}: the same may succeed later.
 */
public interface ChunkStore {

    /** Writes a chunk, which is handed over: nobody changes its octets afterwards. Chunks come in their order, once each. */
    Uni<Void> write(UploadKey upload, int number, byte[] chunk);

    /** Answers when every chunk that was written survives a loss of power. */
    Uni<Void> seal(UploadKey upload);

    /** At most {@code length} octets of a chunk from {@code offset} on; empty if there are none. */
    Uni<Optional<byte[]>> read(UploadKey upload, int number, int offset, int length);

    /** Gives another tenant chunks of its own, under the same upload, as durable as {@link #seal} makes them. */
    Uni<Void> copy(StagedBlob.Chunked blob, TenantId to);

    /** Deletes every chunk of an upload. It is no failure if there is none. */
    Uni<Void> delete(UploadKey upload);
}
