package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.RunningServer;
import dev.posthaste.Shell;
import dev.posthaste.app.Configuration.Mode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the documents and those that the server prints, run as they stand there, in a folder whose {@code data}
 * is the server's. Nothing is put in but the ports, since a test takes free ones.
 */
class DocumentedCommandsIT {

    private static final Pattern PORT = Pattern.compile("localhost:(\\d+)");

    @TempDir
    Path folder;

    @Test
    void the_readme_leads_to_a_message_and_so_do_the_lines_of_the_start() throws Exception {
        Path data = folder.resolve("a user's data");
        Path current = Files.createDirectory(folder.resolve("current"));
        Files.createSymbolicLink(current.resolve("data"), data);
        Shell shell = Shell.in(current);
        try (RunningServer server = RunningServer.start(data)) {
            assertThat(server.ready()).as(server.output()).isTrue();
            the_printed_lines_send_a_mail(shell, server);
            every_block_runs(shell, server);
        }
        try (RunningServer again = RunningServer.start(data)) {
            assertThat(again.ready()).as(again.output()).isTrue();
            assertThat(again.output()).doesNotContain("curl").contains(again.web() + "/docs");
        }
    }

    private static void the_printed_lines_send_a_mail(Shell shell, RunningServer server) throws Exception {
        List<String> lines = server.output()
                .lines()
                .filter(line -> line.startsWith("  curl "))
                .toList();
        assertThat(lines).hasSize(3);
        Shell.Run run = shell.run(String.join("\n", lines), Map.of());
        assertThat(run.code()).as(run.toString()).isZero();
        assertThat(run.output()).contains("\"id\":\"em_");
    }

    private static void every_block_runs(Shell shell, RunningServer server) throws Exception {
        List<Documents.Block> blocks =
                Documents.blocks().stream().filter(Documents.Block::isRunHere).toList();
        assertThat(blocks).extracting(Documents.Block::document).contains(Path.of("README.md"));
        for (Documents.Block block : blocks) {
            Shell.Run run = shell.run(withPorts(block.text(), server), Map.of());
            assertThat(run.code()).as("%s: %s", block, run).isZero();
            if (block.document().equals(Path.of("README.md"))) {
                assertThat(run.output())
                        .containsPattern("\"subject\":\\s*\"Hello\"")
                        .endsWith("World\r\n")
                        .contains("\r\nSubject: Hello\r\n");
            }
        }
    }

    @Test
    void a_given_key_is_said_by_its_variable() throws Exception {
        String key = "a key of one's own";
        Shell shell = Shell.in(folder);
        try (RunningServer server = RunningServer.start(folder.resolve("data"), Map.of("POSTHASTE_ADMIN_KEY", key))) {
            assertThat(server.ready()).as(server.output()).isTrue();
            assertThat(server.output()).doesNotContain(key).contains("Try where POSTHASTE_ADMIN_KEY is set:");
            String lines = String.join(
                    "\n",
                    server.output()
                            .lines()
                            .filter(line -> line.startsWith("  curl "))
                            .toList());
            Shell.Run run = shell.run(lines, Map.of("POSTHASTE_ADMIN_KEY", key));
            assertThat(run.code()).as(run.toString()).isZero();
            assertThat(run.output()).contains("\"id\":\"em_");
        }
    }

    /** What {@code operations.md} says of a dump, with a client of any version. */
    @Test
    void the_database_is_reached_as_the_document_says() throws Exception {
        Shell shell = Shell.in(folder);
        try (RunningServer server = RunningServer.start(folder.resolve("data"))) {
            assertThat(server.ready()).as(server.output()).isTrue();
            String port = "$(sed -n 4p data/postgres/data/postmaster.pid)";
            String password = "$(cat data/postgres/password)";
            assertThat(Documents.text(Path.of("src/docs/operations.md")))
                    .contains("PGPASSWORD=" + password + " pg_dump -h 127.0.0.1 -p " + port + " -U posthaste ");
            Shell.Run found = shell.run("echo " + port + "; echo " + password, Map.of());
            List<String> lines = found.output().lines().toList();
            try (var connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + lines.getFirst() + "/posthaste",
                            "posthaste",
                            lines.getLast());
                    var tables = connection.getMetaData().getTables(null, null, "account", null)) {
                assertThat(tables.next()).isTrue();
            }
        }
    }

    /** {@code localhost:8080} as the port that the listener has instead. */
    private static String withPorts(String text, RunningServer server) {
        return PORT.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement("localhost:"
                        + server.port(listener(Integer.parseInt(found.group(1))).label())));
    }

    private static Listener listener(int port) {
        Optional<Listener> listener = Arrays.stream(Listener.values())
                .filter(candidate -> candidate.defaultPort(Mode.LOCAL) == port)
                .findFirst();
        assertThat(listener).as("whose port is %d in local mode", port).isPresent();
        return listener.orElseThrow();
    }
}
