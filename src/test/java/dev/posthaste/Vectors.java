package dev.posthaste;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Real-world messages: a few in the project, many in the folder of public vectors beside it, if that exists. */
public final class Vectors {

    /** One message, as stored in its file. */
    public record Vector(String name, byte[] octets) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    /** The messages in the project. */
    public static List<Vector> own() {
        return read(Path.of("src/test/resources/vectors/mime"));
    }

    /**
     * All messages below {@code ../shared/vectors/...}, or below the folder set by the property; the test is skipped if
     * there are none.
     */
    public static List<Vector> shared(String folder) {
        Path root = Path.of(System.getProperty("posthaste.vectors", "../shared/vectors"), folder);
        Assumptions.assumeTrue(Files.isDirectory(root), "no public vectors in " + root);
        return read(root);
    }

    private static List<Vector> read(Path folder) {
        List<Vector> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Vectors::isMessage).sorted().toList()) {
                vectors.add(new Vector(file.getFileName().toString(), Files.readAllBytes(file)));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return vectors;
    }

    private static boolean isMessage(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".msg") || name.endsWith(".eml");
    }
}
