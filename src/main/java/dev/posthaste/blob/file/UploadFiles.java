package dev.posthaste.blob.file;

import dev.posthaste.blob.BlobStore;
import dev.posthaste.blob.UploadKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The files themselves; every method blocks. The chunks of an upload form one file, {@code tenant/7f/upload}: two UUIDs
 * and, to limit the size of folders, the last two digits of the second. No part of a name comes from a client. An empty
 * folder is kept, since another thread may be about to write into it.
 */
final class UploadFiles {

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Suffix of a copy that is not complete yet. */
    private static final String PART = ".part";

    private static final int DIGITS_OF_A_FOLDER = 2;

    private final Path root;

    private UploadFiles(Path root) {
        this.root = root;
    }

    /** The path of an upload's file and its parent folders. */
    private record Place(Path tenant, Path folder, Path file) {

        /** The path of a copy that is not complete yet. */
        Path part() {
            return folder.resolve(file.getFileName() + PART);
        }
    }

    /** Files below {@code root}, which is created if it does not exist; its parent must exist. */
    static UploadFiles below(Path root) throws IOException {
        makeFolder(root);
        return new UploadFiles(root);
    }

    void write(UploadKey upload, int number, byte[] chunk) throws IOException {
        Place place = place(upload);
        try (FileChannel channel = number == 0 ? create(place) : open(place.file(), StandardOpenOption.WRITE)) {
            ByteBuffer octets = ByteBuffer.wrap(chunk);
            long start = (long) number * BlobStore.CHUNK;
            while (octets.hasRemaining()) {
                channel.write(octets, start + octets.position());
            }
        }
    }

    void flush(UploadKey upload) throws IOException {
        Place place = place(upload);
        flush(place.file(), StandardOpenOption.WRITE);
        flushNames(place);
    }

    Optional<byte[]> read(UploadKey upload, int number, int offset, int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        long start = (long) number * BlobStore.CHUNK + offset;
        try (FileChannel channel = open(place(upload).file(), StandardOpenOption.READ)) {
            int read = channel.read(octets, start);
            while (read > 0) {
                read = channel.read(octets, start + octets.position());
            }
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
        return octets.position() == 0
                ? Optional.empty()
                : Optional.of(Arrays.copyOf(octets.array(), octets.position()));
    }

    /** Creates a hard link, which copies no octets; a real copy on file systems without hard links. */
    void copy(UploadKey from, UploadKey to) throws IOException {
        Place target = place(to);
        makeFolders(target);
        try {
            Files.createLink(target.file(), place(from).file());
        } catch (FileAlreadyExistsException copiedBefore) {
            flush(target.file(), StandardOpenOption.WRITE);
        } catch (UnsupportedOperationException | FileSystemException oneNameOnly) {
            copyOctets(from, to);
        }
        flushNames(target);
    }

    /** For file systems without hard links; the copy gets its final name only when it is complete. */
    void copyOctets(UploadKey from, UploadKey to) throws IOException {
        Place target = place(to);
        makeFolders(target);
        Files.copy(
                place(from).file(),
                target.part(),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        flush(target.part(), StandardOpenOption.WRITE);
        Files.move(target.part(), target.file(), StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(UploadKey upload) throws IOException {
        Place place = place(upload);
        Files.deleteIfExists(place.file());
        Files.deleteIfExists(place.part());
    }

    private Place place(UploadKey upload) {
        String name = upload.upload().toString();
        Path tenant = root.resolve(upload.tenant().value().toString());
        Path folder = tenant.resolve(name.substring(name.length() - DIGITS_OF_A_FOLDER));
        return new Place(tenant, folder, folder.resolve(name));
    }

    /** Makes names durable by flushing their folders, each of which may be new. */
    private void flushNames(Place place) throws IOException {
        flush(place.folder(), StandardOpenOption.READ);
        flush(place.tenant(), StandardOpenOption.READ);
        flush(root, StandardOpenOption.READ);
    }

    private static void makeFolders(Place place) throws IOException {
        makeFolder(place.tenant());
        makeFolder(place.folder());
    }

    private static void makeFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, OWNERS_FOLDER);
        } catch (FileAlreadyExistsException there) {
            if (!Files.isDirectory(folder)) {
                throw there;
            }
        }
    }

    private static void flush(Path path, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    private static FileChannel create(Place place) throws IOException {
        makeFolders(place);
        return FileChannel.open(
                place.file(), Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), OWNERS_FILE);
    }

    private static FileChannel open(Path file, OpenOption option) throws IOException {
        return FileChannel.open(file, option, LinkOption.NOFOLLOW_LINKS);
    }
}
