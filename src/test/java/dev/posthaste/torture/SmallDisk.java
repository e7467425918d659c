package dev.posthaste.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file system of its own, of a few hundred megabytes, that can be filled and freed. Only root can make one. */
final class SmallDisk implements AutoCloseable {

    /** The programs of the database, a cluster, its log, and room for some mail. */
    private static final int MEBIBYTES = 400;

    private static final int BLOCK = 1 << 20;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts it. */
    static SmallDisk mount(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        SmallDisk disk = new SmallDisk(folder);
        if (run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + MEBIBYTES + "m", "tmpfs", folder.toString()) != 0) {
            throw new IOException("it cannot be mounted");
        }
        return disk;
    }

    /** Whether this user, on this machine, may mount one; tried, since a container's root often may not. */
    static boolean canBeMounted(Path folder) {
        try (SmallDisk disk = mount(folder)) {
            return Files.isDirectory(disk.folder);
        } catch (IOException refused) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes every octet that is free, and what others give back meanwhile. */
    void fill() throws IOException {
        do {
            append();
        } while (Files.getFileStore(folder).getUsableSpace() >= BLOCK);
    }

    private void append() throws IOException {
        byte[] zeros = new byte[BLOCK];
        try (OutputStream file =
                Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                file.write(zeros);
            }
        } catch (IOException full) {
            // That is what was wanted; anything else leaves space, and the caller tries again.
        }
    }

    /** Gives them back. */
    void release() throws IOException {
        Files.deleteIfExists(filler());
    }

    @Override
    public void close() {
        try {
            run("umount", "--lazy", folder.toString());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
