package dev.posthaste.blob;

import io.smallrye.mutiny.Uni;

/** Bytes on their way in. Not thread-safe; one write at a time. */
public interface BlobUpload {

    /**
     * Takes the next bytes, which the caller may reuse when the answer has come. The answer comes at once while the blob
     * is small and when its chunk is stored afterwards: whoever waits for it needs no more memory than a chunk.
     */
    Uni<Void> write(byte[] bytes, int offset, int length);

    /** There are no more bytes. The answer comes when those of a large blob survive a loss of power. */
    Uni<StagedBlob> finish();

    /** Forgets what was written; chunks are deleted now or, failing that, by the sweep. */
    Uni<Void> abort();
}
