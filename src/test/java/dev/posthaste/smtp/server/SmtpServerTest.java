package dev.posthaste.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.listener.Encryption;
import dev.posthaste.listener.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The ports, over real sockets. */
class SmtpServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void clear_text_behind_starttls_is_never_executed() throws IOException {
        try (RunningServer server = new RunningServer(World.prompt(), Limits.DEFAULT);
                SocketClient client = server.connect(Service.MX)) {
            client.line();
            client.send("EHLO c.example\r\n");
            while (client.line().startsWith("250-")) {
                // the answer to EHLO has several lines
            }
            client.send("STARTTLS\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<alice@example.org>\r\n");
            assertThat(client.rest()).isEqualTo("554 5.5.1 Nothing may follow STARTTLS before its reply\r\n");
        }
    }

    @Test
    void a_message_of_many_chunks_arrives_whole() throws IOException {
        String message = "0123456789abcdef\r\n.dot\r\n".repeat(40_000);
        try (RunningServer server = new RunningServer(new World(CompletableFuture::runAsync), Limits.DEFAULT);
                SocketClient client = server.connect(Service.SUBMISSIONS)) {
            client.line();
            client.send("EHLO c.example\r\nAUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==\r\n");
            while (!client.line().startsWith("235 ")) {
                // the answer to EHLO comes first
            }
            client.send("MAIL FROM:<alice@example.org>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\n");
            client.line();
            client.line();
            assertThat(client.line()).startsWith("354 ");
            client.send(message.replace("\r\n.", "\r\n..") + ".\r\nQUIT\r\n");
            assertThat(client.line()).startsWith("250 2.0.0 OK em_");
            assertThat(client.rest()).isEqualTo("221 2.0.0 Bye\r\n");
            assertThat(server.world.kept.getFirst().message()).isEqualTo(message);
        }
    }

    @Test
    void a_server_that_stops_tells_the_idle_and_greets_nobody_more() throws IOException {
        RunningServer server = new RunningServer(World.prompt(), Limits.DEFAULT);
        try (SocketClient idle = server.connect(Service.MX);
                SocketClient sending = server.connect(Service.MX)) {
            idle.line();
            sending.line();
            sending.send("HELO c\r\nMAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\nhalf\r\n");
            while (!sending.line().startsWith("354 ")) {
                // the replies before it
            }
            CompletableFuture<Void> stopped = server.server.stop(PATIENCE).subscribeAsCompletionStage();
            assertThat(idle.rest()).isEqualTo("421 4.3.2 The server is stopping\r\n");
            try (SocketClient late = server.connect(Service.MX)) {
                assertThat(late.rest()).isEqualTo("421 4.3.2 The server is stopping\r\n");
            }
            assertThat(stopped).isNotDone();
            sending.send("whole\r\n.\r\n");
            assertThat(sending.rest()).startsWith("250 2.0.0 OK ").endsWith("421 4.3.2 The server is stopping\r\n");
            stopped.join();
            assertThat(server.world.kept).hasSize(1);
        } finally {
            server.close();
        }
    }

    @Test
    void one_address_has_only_so_many_connections() throws IOException {
        Limits narrow = limits(1);
        try (RunningServer server = new RunningServer(World.prompt(), narrow);
                SocketClient first = server.connect(Service.MX)) {
            assertThat(first.line()).startsWith("220 ");
            try (SocketClient second = server.connect(Service.MX)) {
                assertThat(second.rest()).isEqualTo("421 4.7.0 Too many connections from your address\r\n");
            }
        }
    }

    @Test
    void who_does_not_read_is_not_waited_for_for_ever() throws Exception {
        Duration soon = Duration.ofMillis(300);
        Limits impatient = new Limits(10, 1, 10, 10, Integer.MAX_VALUE, 10, 3, soon, soon, soon, soon, Duration.ZERO);
        try (RunningServer server = new RunningServer(World.prompt(), impatient);
                SocketClient client = server.connect(Service.MX)) {
            client.line();
            Thread pipelining = Thread.ofVirtual().start(() -> sendUntilCut(client));
            assertThat(pipelining.join(PATIENCE)).as("cut off").isTrue();
            server.awaitConnections(0);
            try (SocketClient next = server.connect(Service.MX)) {
                assertThat(next.line()).as("its place is free").startsWith("220 ");
            }
        }
    }

    private static void sendUntilCut(SocketClient client) {
        String much = "EHLO c.example\r\n".repeat(10_000);
        try {
            while (true) {
                client.send(much);
            }
        } catch (IOException cut) {
            assertThat(cut).isInstanceOf(java.net.SocketException.class);
        }
    }

    private static Limits limits(int connectionsPerAddress) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                10,
                connectionsPerAddress,
                10,
                10,
                10,
                10,
                3,
                usual.loginPenalty(),
                usual.silence(),
                usual.stall(),
                usual.data(),
                Duration.ZERO);
    }

    @Test
    void a_port_that_is_taken_is_a_failure() {
        try (RunningServer first = new RunningServer(World.prompt(), Limits.DEFAULT);
                RunningServer second = new RunningServer(World.prompt(), Limits.DEFAULT)) {
            Endpoint taken = new Endpoint("127.0.0.1", first.port(Service.MX), new Encryption.Absent(), 1);
            assertThatThrownBy(() ->
                            second.server.listen(Service.MX, taken).await().atMost(PATIENCE))
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void submissions_cannot_be_in_clear_text() {
        Endpoint clear = new Endpoint("127.0.0.1", 0, new Encryption.Absent(), 1);
        try (RunningServer server = new RunningServer(World.prompt(), Limits.DEFAULT)) {
            assertThatThrownBy(() -> server.server.listen(Service.SUBMISSIONS, clear))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
