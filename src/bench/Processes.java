import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs programs, finds free ports and deletes folders. */
final class Processes {

    private Processes() {}

    /** Runs a command and fails with its output, which goes to a file because a daemon started by it keeps the output open. */
    static void run(List<String> command) throws IOException, InterruptedException {
        Path said = Files.createTempFile("posthaste-bench", ".log");
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
            }
        } finally {
            Files.delete(said);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
