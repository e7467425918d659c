package dev.posthaste.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/**
 * The folder that holds everything that outlives the process (embedded database, generated keys, certificates), held
 * by one process at a time: the lock goes when the process goes, however it ends.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if it is not there, for its owner alone, and takes it for this process.
     *
     * @throws StartException if it cannot be made or written, or another process holds it
     */
    public static DataDirectory open(Path path) throws StartException {
        Path folder = create(path.toAbsolutePath().normalize());
        FileChannel channel = openLock(folder);
        try {
            @SuppressWarnings("resource") // released with the channel
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw heldBy(folder, channel);
            }
            writeHolder(channel);
            return new DataDirectory(folder, channel);
        } catch (OverlappingFileLockException heldHere) {
            throw new StartException("The data directory " + folder + " is open in this very process.", heldHere);
        } catch (IOException cause) {
            throw unusable(folder, cause);
        }
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /** Lets another process have it. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Makes durable what was made, renamed or deleted in a folder: after a loss of power a name may otherwise be the old one. */
    static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path create(Path folder) throws StartException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return folder.toRealPath();
        } catch (FileAlreadyExistsException notAFolder) {
            throw new StartException(
                    "The data directory " + folder + " is a file. Name a folder in POSTHASTE_DATA_DIR.", notAFolder);
        } catch (IOException cause) {
            throw unusable(folder, cause);
        }
    }

    private static FileChannel openLock(Path folder) throws StartException {
        try {
            return FileChannel.open(
                    folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException cause) {
            throw unusable(folder, cause);
        }
    }

    private static void writeHolder(FileChannel channel) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Instant since = self.info().startInstant().orElseGet(Instant::now);
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(("process " + self.pid() + " since " + since).getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static StartException heldBy(Path folder, FileChannel channel) throws IOException {
        ByteBuffer holder = ByteBuffer.allocate(100);
        channel.read(holder, 0);
        channel.close();
        String who = new String(holder.array(), 0, holder.position(), StandardCharsets.UTF_8);
        return new StartException("The data directory " + folder + " is in use by " + who
                + ". Stop that server, or set POSTHASTE_DATA_DIR to another folder.");
    }

    private static StartException unusable(Path folder, IOException cause) {
        return new StartException(
                "The data directory " + folder + " cannot be made or written (" + cause
                        + "). Give this user the right to write there, or set POSTHASTE_DATA_DIR to another folder.",
                cause);
    }
}
