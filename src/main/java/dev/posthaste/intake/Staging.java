package dev.posthaste.intake;

import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.mime.Indexed;
import dev.posthaste.mime.MimeIndexer;
import dev.posthaste.senderauth.BodyHash;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way into the blob store: its octets pass the structure indexer and, if it is to be signed, the body
 * hash, without being kept here. Header first, then the body.
 */
final class Staging {

    private final BlobUpload upload;
    private final MimeIndexer indexer = new MimeIndexer();
    private @Nullable BodyHash bodyHash;

    Staging(BlobUpload upload) {
        this.upload = upload;
    }

    /** What is staged. */
    record Staged(StagedBlob blob, Indexed indexed, BodyHash.@Nullable Digest bodyHash) {}

    /** Whether the body's hash will be needed. */
    enum Hashing {
        /** Yes: for a DKIM signature. */
        BODY,
        /** No. */
        NONE
    }

    Uni<Void> header(byte[] octets, Hashing hashing) {
        if (hashing == Hashing.BODY) {
            bodyHash = new BodyHash();
        }
        indexer.feed(octets, 0, octets.length);
        return upload.write(octets, 0, octets.length);
    }

    Uni<Void> body(byte[] octets, int offset, int length) {
        if (length == 0) {
            return Uni.createFrom().voidItem();
        }
        indexer.feed(octets, offset, length);
        if (bodyHash != null) {
            bodyHash.update(octets, offset, length);
        }
        return upload.write(octets, offset, length);
    }

    Uni<Staged> finish() {
        Indexed indexed = indexer.finish();
        BodyHash.Digest digest = bodyHash == null ? null : bodyHash.finish();
        return upload.finish().map(blob -> new Staged(blob, indexed, digest));
    }

    Uni<Void> abort() {
        return upload.abort();
    }
}
