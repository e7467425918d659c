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
 * Chunks in files below a folder. What is sealed survives a loss of power: the file is flushed, and then the folders that
 * its name stands in, of which {@code fsync(2)} says that they need it, too.
 */
public final class FileChunks implements ChunkStore, AutoCloseable {

    /** Files that are worked on at a time; a disk that hangs takes these threads and no others. */
    private static final int THREADS = 16;

    /** A disk that has not answered by then is treated as one that is away; a network file system may hang for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final UploadFiles files;
    private final ExecutorService threads;

    private FileChunks(UploadFiles files, ExecutorService threads) {
        this.files = files;
        this.threads = threads;
    }

    /** What is done with the files. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    /** What is done with the files for its effect. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /**
     * Keeps chunks below {@code folder}, which is made if only its last part is missing. Blocks.
     *
     * @throws IOException if there is no such folder and it cannot be made
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

    /** Ends the threads; what they are doing is finished. */
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
                .after(PATIENCE)
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
        return new UncheckedIOException(new InterruptedIOException("the disk has not answered within " + PATIENCE));
    }
}
