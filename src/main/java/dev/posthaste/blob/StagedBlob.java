package dev.posthaste.blob;

import dev.posthaste.id.TenantId;
import java.util.UUID;

/** A blob whose bytes are all here, but which nothing refers to yet. The door makes it ours. */
public sealed interface StagedBlob {

    /** Its name. */
    BlobHash hash();

    /** Its octets. */
    long size();

    /** Small enough to be written by the door's own statement. */
    record Inline(BlobHash hash, byte[] bytes) implements StagedBlob {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public String toString() {
            return "Inline[" + hash + ", " + bytes.length + "]";
        }
    }

    /** Its chunks lie in the store already, under {@code tenant} and {@code upload}. */
    record Chunked(BlobHash hash, long size, TenantId tenant, UUID upload) implements StagedBlob {

        /** What its chunks are named by. */
        public UploadKey key() {
            return new UploadKey(tenant, upload);
        }

        /** How many chunks it has. */
        public int chunks() {
            return Math.toIntExact((size + BlobStore.CHUNK - 1) / BlobStore.CHUNK);
        }
    }
}
