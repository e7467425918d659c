package dev.posthaste.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's PostgreSQL 15, the oldest that we support, as an external server: one a test JVM, in a folder of its own. */
public final class DebianPostgres {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    private DebianPostgres() {}

    /** A fresh database with every table; skips the test if the package {@code postgresql} is not installed. */
    public static TestDatabase database() {
        assumeTrue(Files.isExecutable(PROGRAMS.resolve("initdb")), "postgresql (15) is not installed");
        return TestDatabase.on(Server.CONNECTION);
    }

    private static final class Server {

        static final ConnectionInfo CONNECTION = start();

        private static ConnectionInfo start() {
            try (ServerSocket free = new ServerSocket(0)) {
                int port = free.getLocalPort();
                free.close();
                Path folder = Files.createTempDirectory("posthaste-postgres-15");
                Path data = folder.resolve("data");
                Files.createDirectory(data);
                RunAs user = RunAs.chosenFor(data);
                user.own(data);
                run(
                        user,
                        "initdb",
                        "-D",
                        data.toString(),
                        "-U",
                        "posthaste",
                        "--auth=trust",
                        "--no-sync",
                        "-E",
                        "UTF8");
                String options =
                        "-c port=" + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off";
                run(
                        user,
                        "pg_ctl",
                        "-D",
                        data.toString(),
                        "-w",
                        "-o",
                        options,
                        "-l",
                        data.resolve("log").toString(),
                        "start");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(user, data), "stop-debian-postgres"));
                return new ConnectionInfo("127.0.0.1", port, "postgres", "posthaste", new Secret(""), "");
            } catch (IOException | StartException | InterruptedException cause) {
                throw new IllegalStateException("Debian's PostgreSQL does not start", cause);
            }
        }

        private static void stop(RunAs user, Path data) {
            try {
                run(user, "pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
            } catch (IOException | InterruptedException cause) {
                throw new IllegalStateException("Debian's PostgreSQL does not stop", cause);
            }
        }

        private static void run(RunAs user, String program, String... arguments)
                throws IOException, InterruptedException {
            List<String> command = new ArrayList<>(user.prefix());
            command.add(PROGRAMS.resolve(program).toString());
            command.addAll(List.of(arguments));
            Path output = Files.createTempFile("posthaste-postgres-15", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(program + ": " + Files.readString(output));
            }
            Files.delete(output);
        }
    }
}
