package dev.posthaste.intake;

import dev.posthaste.mime.MimeIndex;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A message whose octets are all here, and which is not committed yet. Offsets of {@link #structure} are offsets here. What
 * stages put on top of the header is not part of it.
 */
public interface StagedMessage {

    /** Its octets, header included. */
    long size();

    /** Where its parts begin and end, their headers decoded. */
    MimeIndex structure();

    /**
     * All of it without a copy, read-only, if it is small enough to be in memory anyway ({@code BlobStore.INLINE_MAX});
     * empty for a larger one, of which {@link #read} and {@link #stream} bring pieces.
     */
    Optional<ByteBuffer> inMemory();

    /** The octets from {@code offset}, at most {@code length} of them; fewer at the end. */
    Uni<byte[]> read(long offset, int length);

    /** The octets from {@code offset} on, {@code length} of them, in pieces, as they are asked for. */
    Multi<byte[]> stream(long offset, long length);
}
