package dev.posthaste.app;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the archive that our class path carries for this machine's processor. */
final class PostgresBinaries {

    /** Which PostgreSQL the archive holds. */
    static final String VERSION = "18.1";

    /** A cluster's files can be read by servers of its own major version alone. */
    static final String MAJOR = "18";

    private static final int EXECUTABLE = 0b001_000_000;

    private final Path folder;

    private PostgresBinaries(Path folder) {
        this.folder = folder;
    }

    /**
     * Unpacks into {@code home/VERSION} unless that is there. Either all of it is there or nothing: it is unpacked
     * beside and then renamed.
     */
    static PostgresBinaries in(Path home) throws StartException, IOException {
        Path target = home.toAbsolutePath().resolve(VERSION);
        if (!Files.isDirectory(target)) {
            Files.createDirectories(home);
            Path unpacked = Files.createTempDirectory(home, VERSION + ".new-");
            unpack(unpacked);
            // Another user may have to run them; they are no secret.
            Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
            flush(unpacked);
            move(unpacked, target);
            DataDirectory.sync(home);
        }
        return new PostgresBinaries(target);
    }

    /** Where {@code program} is. */
    String program(String program) {
        return folder.resolve("bin").resolve(program).toString();
    }

    /** Removes {@code root} and all that is in it. */
    static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** After a loss of power the folder must not be there with empty files in it. */
    private static void flush(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void move(Path unpacked, Path target) throws IOException {
        try {
            Files.move(unpacked, target);
        } catch (IOException alreadyThere) {
            if (!Files.isDirectory(target)) {
                throw alreadyThere;
            }
            delete(unpacked); // someone else was faster, with the same files
        }
    }

    private static void unpack(Path folder) throws StartException, IOException {
        String archive = archive(System.getProperty("os.name") + ' ' + System.getProperty("os.arch"));
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
            if (packed == null) {
                throw new StartException("This build does not carry " + archive
                        + ". Set POSTHASTE_DATABASE_URL to a PostgreSQL " + MAJOR + " server.");
            }
            unpack(packed, folder);
        }
    }

    private static String archive(String machine) throws StartException {
        return switch (machine) {
            case "Linux amd64" -> "/postgres-linux-x86_64.txz";
            case "Linux aarch64" -> "/postgres-linux-arm_64.txz";
            default ->
                throw new StartException("There is no embedded PostgreSQL for " + machine
                        + ". Set POSTHASTE_DATABASE_URL to a PostgreSQL " + MAJOR + " server.");
        };
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, file);
            Files.setPosixFilePermissions(file, permissions(entry));
        }
    }

    private static Set<PosixFilePermission> permissions(TarArchiveEntry entry) {
        return PosixFilePermissions.fromString((entry.getMode() & EXECUTABLE) == 0 ? "rw-r--r--" : "rwxr-xr-x");
    }
}
