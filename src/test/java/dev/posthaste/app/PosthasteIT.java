package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the whole server: start, second start, health, SIGTERM, kill. */
class PosthasteIT {

    @TempDir
    Path folder;

    @Test
    void it_starts_in_an_empty_folder_says_how_to_reach_it_and_drains_with_0() throws Exception {
        int code;
        String output;
        try (RunningServer server = RunningServer.start(folder.resolve("data"), Map.of("POSTHASTE_MX_PROT", "2525"))) {
            assertThat(server.ready()).as(server.output()).isTrue();
            assertThat(get(server.web() + "/health/live")).isEqualTo(200);
            assertThat(get(server.web() + "/health/ready")).isEqualTo(200);
            assertThat(get(server.web() + "/metrics")).isEqualTo(200);
            assertThat(get(server.web() + "/openapi")).isEqualTo(200);
            code = server.stop();
            output = server.output();
        }
        assertThat(code).as(output).isZero();
        assertThat(output.lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("POSTHASTE_MX_PROT is not a setting; did you mean POSTHASTE_MX_PORT?");
        assertThat(output).contains("admin key   ph_live_").contains("curl -H").contains("\"startup_ms\":");
        assertThat(folder.resolve("data/postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void the_admin_key_is_printed_by_the_first_start_alone_and_the_second_start_is_refused() throws Exception {
        String key;
        try (RunningServer first = RunningServer.start(folder)) {
            key = first.adminKey();
            assertThat(Files.readString(folder.resolve("admin.key")).strip()).isEqualTo(key);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("admin.key"))))
                    .isEqualTo("rw-------");
            try (RunningServer second = RunningServer.start(folder)) {
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.output())
                        .contains("in use by process " + first.handle().pid())
                        .contains("POSTHASTE_DATA_DIR");
            }
        }
        try (RunningServer again = RunningServer.start(folder)) {
            assertThat(again.ready()).as(again.output()).isTrue();
            assertThat(again.output()).doesNotContain(key).contains("admin.key").contains("curl -H");
        }
    }

    @Test
    void after_kill_9_it_starts_again() {
        try (RunningServer killed = RunningServer.start(folder)) {
            assertThat(killed.ready()).as(killed.output()).isTrue();
            killed.kill();
        }
        try (RunningServer again = RunningServer.start(folder)) {
            assertThat(again.ready()).as(again.output()).isTrue();
            assertThat(again.stop()).isZero();
        }
    }

    @Test
    void when_its_database_ends_it_is_started_again_and_the_server_goes_on() throws Exception {
        try (RunningServer server = RunningServer.start(folder)) {
            long postmaster = Long.parseLong(Files.readAllLines(folder.resolve("postgres/data/postmaster.pid"))
                    .getFirst());
            ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
            Instant end = Instant.now().plusSeconds(60);
            while (!server.output().contains("The embedded database is back")
                    && Instant.now().isBefore(end)) {
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(server.output()).contains("The embedded database has ended and is started again");
            assertThat(new Http(server.web(), server.adminKey())
                            .post("/domains", new JsonObject().put("name", "a.test"))
                            .status())
                    .isEqualTo(201);
            assertThat(server.stop()).isZero();
        }
        assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void what_is_wrong_with_the_configuration_is_said_at_once_and_nothing_is_made() {
        try (RunningServer server = RunningServer.start(
                folder.resolve("data"), Map.of("POSTHASTE_MODE", "production", "POSTHASTE_HTTP_PORT", "http"))) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.output())
                    .contains("Posthaste cannot start.")
                    .contains("POSTHASTE_HOSTNAME is missing")
                    .contains("POSTHASTE_HTTP_PORT");
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_port_that_is_taken_ends_the_start() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                RunningServer server = RunningServer.start(
                        folder, Map.of("POSTHASTE_HTTP_PORT", Integer.toString(taken.getLocalPort())))) {
            assertThat(server.exitCode()).isEqualTo(1);
            assertThat(server.output()).contains(Integer.toString(taken.getLocalPort()));
        }
        assertThat(folder.resolve("postgres/data/postmaster.pid")).doesNotExist();
    }

    private static int get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
