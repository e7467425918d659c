package dev.posthaste.app;

import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.ChunkStoreProbe;
import dev.posthaste.blob.file.FileChunks;
import dev.posthaste.blob.postgres.PostgresChunks;
import dev.posthaste.blob.s3.S3Chunks;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.mutiny.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Where the bytes of large messages go; opened and tried before the framework starts, while blocking is still allowed: a
 * folder that cannot be written should not be found out by the first message.
 */
@FunctionalInterface
interface ChunkPlace {

    /** More than a store that works needs, and than somebody who waits for a start likes to wait. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /** The store, for which only the database needs the pool. */
    ChunkStore store(Pool pool);

    /**
     * Opens what was asked for; the client of a bucket is loaded only then.
     *
     * @throws StartException if it cannot be used
     */
    static ChunkPlace open(Configuration.Blobs blobs) throws StartException {
        return switch (blobs) {
            case Configuration.Blobs.InDatabase() -> PostgresChunks::new;
            case Configuration.Blobs.InFiles(Path folder) -> folder(folder);
            case Configuration.Blobs.InBucket(var bucket) ->
                tried(
                        S3Chunks.in(bucket),
                        "the bucket " + bucket.name() + " cannot be written, read and deleted from",
                        "See that it exists, that the endpoint and the region are right, and that the key may put, get,"
                                + " list and delete objects");
        };
    }

    private static ChunkPlace folder(Path folder) throws StartException {
        String problem = "the folder " + folder + " cannot be written";
        String advice = "See that the folder above it exists, and that user " + System.getProperty("user.name")
                + " may write there";
        try {
            return tried(FileChunks.in(folder), problem, advice);
        } catch (IOException cause) {
            throw refused(problem, advice, cause.toString(), cause);
        }
    }

    private static ChunkPlace tried(ChunkStore store, String problem, String advice) throws StartException {
        try {
            new ChunkStoreProbe(store, new Uuid7(InstantSource.system()).next())
                    .run()
                    .await()
                    .atMost(PATIENCE);
            return pool -> store;
        } catch (UncheckedIOException cause) {
            throw refused(problem, advice, String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException late) {
            throw refused(problem, advice, "it did not answer within " + PATIENCE.toSeconds() + " s", late);
        }
    }

    private static StartException refused(String problem, String advice, String reason, Exception cause) {
        return new StartException(
                "POSTHASTE_BLOB_URL: " + problem + ": " + reason + ". " + advice
                        + "; or leave it unset, and the bytes are kept in the database.",
                cause);
    }
}
