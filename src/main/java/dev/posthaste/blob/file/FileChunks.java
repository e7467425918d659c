package dev.posthaste.blob.file;

import dev.posthaste.blob.CallersContext;
import dev.posthaste.blob.ChunkStore;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.UploadKey;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stores chunks in files below a folder. A sealed upload survives power loss: the file is flushed, and then the folders
 * that contain its name, which {@code fsync(2)} requires too.
 */
public final class FileChunks implements ChunkStore, AutoCloseable {

    /**
     * Threads for file access, and so the maximum number of concurrent operations; a disk that hangs blocks only these
     * threads.
     */
    private static final int THREADS = 16;

    /**
     * Timeout of a file operation; a network file system may hang indefinitely. A disk that exceeds it counts as
     * unavailable.
     */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final UploadFiles files;
    private final ExecutorService threads;

    private FileChunks(UploadFiles files, ExecutorService threads) {
        this.files = files;
        this.threads = threads;
    }

    /** A file operation with a result. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /** A file operation without a result. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /**
     * Stores chunks below {@code folder}, which is created if only its last component is missing. Blocks.
     *
     * @throws IOException if the folder does not exist and cannot be created
     */
    public static FileChunks in(Path folder) throws IOException {
        UploadFiles files = UploadFiles.below(folder);
        return new FileChunks(
                files,
                Executors.newFixedThreadPool(
                        THREADS,
                        Thread.ofPlatform().daemon().name("blob-files-", 0).factory()));
    }

    @Override
    public Uni<Void> write(UploadKey upload, int number, byte[] chunk) {
        return run(() -> files.write(upload, number, chunk));
    }

    @Override
    public Uni<Void> seal(UploadKey upload) {
        return run(() -> files.flush(upload));
    }

    @Override
    public Uni<Optional<byte[]>> read(UploadKey upload, int number, int offset, int length) {
        return supply(() -> files.read(upload, number, offset, length));
    }

    @Override
    public Uni<Void> copy(StagedBlob.Chunked blob, TenantId to) {
        return run(() -> files.copy(blob.key(), new UploadKey(to, blob.upload())));
    }

    @Override
    public Uni<Void> delete(UploadKey upload) {
        return run(() -> files.delete(upload));
    }

    /** Ends the threads after their current work. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private Uni<Void> run(Step step) {
        return supply(() -> {
                    step.run();
                    return threads;
                })
                .replaceWithVoid();
    }

    private <T> Uni<T> supply(Work<T> work) {
        Uni<T> done = Uni.createFrom()
                .item(() -> unchecked(work))
                .runSubscriptionOn(threads)
                .ifNoItem()
                .after(TIMEOUT)
                .failWith(FileChunks::late);
        return CallersContext.answer(done);
    }

    private static <T> T unchecked(Work<T> work) {
        try {
            return work.run();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    private static UncheckedIOException late() {
        return new UncheckedIOException(new InterruptedIOException("the disk did not answer within " + TIMEOUT));
    }
}
