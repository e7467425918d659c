package dev.posthaste.app;

import dev.posthaste.id.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;

/** A generated key in the data directory: made once, readable by its owner alone, never half written. */
final class KeyFile {

    private final Path data;
    private final Path file;

    KeyFile(DataDirectory data, String name) {
        this.data = data.path();
        this.file = data.path().resolve(name);
    }

    Path path() {
        return file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** What it holds. */
    Secret read() throws StartException {
        try {
            return new Secret(Files.readString(file).strip());
        } catch (IOException cause) {
            throw new StartException("The key in " + file + " cannot be read: " + cause, cause);
        }
    }

    /** Makes it. */
    Secret create(Supplier<Secret> generator) throws StartException {
        Secret key = generator.get();
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(unfinished);
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer line = key.use(text -> ByteBuffer.wrap((text + '\n').getBytes(StandardCharsets.UTF_8)));
                channel.write(line);
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            DataDirectory.sync(data);
            return key;
        } catch (IOException cause) {
            throw new StartException("The key in " + file + " cannot be written: " + cause, cause);
        }
    }
}
