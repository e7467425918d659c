package dev.posthaste.blob;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Finds out before the first message whether a store does all that is asked of it: writes, reads and deletes a chunk. */
public final class ChunkStoreProbe {

    /** No tenant has this key. */
    private static final TenantId NOBODY = new TenantId(new UUID(0, 0));

    private static final byte[] CHUNK = {'p', 'r', 'o', 'b', 'e'};

    private final ChunkStore store;
    private final UploadKey upload;

    /** Looks at {@code store} with an upload of a name that is not used otherwise. */
    public ChunkStoreProbe(ChunkStore store, UUID name) {
        this.store = store;
        this.upload = new UploadKey(NOBODY, name);
    }

    /** Fails as the store does, or if it does not give back what it was given. */
    public Uni<Void> run() {
        return store.write(upload, 0, CHUNK)
                .chain(() -> store.seal(upload))
                .chain(() -> store.read(upload, 0, 0, CHUNK.length))
                .invoke(ChunkStoreProbe::compare)
                .chain(() -> store.delete(upload));
    }

    private static void compare(Optional<byte[]> read) {
        if (!Arrays.equals(CHUNK, read.orElseGet(() -> new byte[0]))) {
            throw new UncheckedIOException(new IOException("what was written is not what was read"));
        }
    }
}
