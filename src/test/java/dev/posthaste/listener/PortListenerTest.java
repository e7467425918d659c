package dev.posthaste.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortListenerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static byte[] words(Refusal why) {
        return (why + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Says hello, and ends when it is asked to. */
    private static final class Polite implements Protocol {

        @Override
        public ConnectionHandler handler(Transport transport) {
            return new Greeting(transport, Progress.CLOSE);
        }

        @Override
        public byte[] refusal(Refusal why) {
            return words(why);
        }

        @Override
        public Timeouts timeouts() {
            return Timeouts.withStall(PATIENCE);
        }
    }

    /** Says hello, and never ends. */
    private static final class Deaf implements Protocol {

        @Override
        public ConnectionHandler handler(Transport transport) {
            return new Greeting(transport, Progress.NEXT);
        }

        @Override
        public byte[] refusal(Refusal why) {
            return words(why);
        }

        @Override
        public Timeouts timeouts() {
            return Timeouts.withStall(PATIENCE);
        }
    }

    private record Greeting(Transport transport, Progress stop) implements ConnectionHandler {

        @Override
        public Progress open() {
            transport.write("hello\n".getBytes(StandardCharsets.US_ASCII));
            return Progress.READ;
        }

        @Override
        public Progress read(ByteBuffer octets) {
            return Progress.READ;
        }

        @Override
        public Duration idleLimit() {
            return Duration.ofHours(1);
        }

        @Override
        public Progress timedOut() {
            return Progress.CLOSE;
        }

        @Override
        public Uni<Void> closed() {
            return Uni.createFrom().voidItem();
        }
    }

    private static Endpoint free(int eventLoops) {
        return new Endpoint("127.0.0.1", 0, new Encryption.Absent(), eventLoops);
    }

    private PortListener listener(Endpoint endpoint, Admissions admissions) {
        return new PortListener(vertx, endpoint, admissions, new Polite());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void several_event_loops_share_a_port_that_was_free() throws IOException {
        PortListener listener = listener(free(3), new Admissions(10, 10));
        int port = listener.start().await().atMost(PATIENCE);
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Socket client = connect(port);
            assertThat(client.getInputStream().readNBytes(6)).asString().isEqualTo("hello\n");
            clients.add(client);
        }
        listener.stop(PATIENCE).await().atMost(PATIENCE);
        for (Socket client : clients) {
            assertThat(all(client)).isEmpty();
            client.close();
        }
    }

    @Test
    void ports_that_share_their_room_count_together() throws IOException {
        Admissions admissions = new Admissions(10, 1);
        int first = listener(free(1), admissions).start().await().atMost(PATIENCE);
        int second = listener(free(1), admissions).start().await().atMost(PATIENCE);
        assertThat(second).isNotEqualTo(first);
        try (Socket one = connect(first)) {
            assertThat(one.getInputStream().readNBytes(6)).asString().isEqualTo("hello\n");
            try (Socket other = connect(second)) {
                assertThat(all(other)).isEqualTo("TOO_MANY_OF_ADDRESS\n");
            }
        }
    }

    @Test
    void a_connection_that_does_not_end_holds_the_stop_up_and_is_cut_when_patience_is_over() throws IOException {
        Admissions admissions = new Admissions(10, 10);
        PortListener listener = new PortListener(vertx, free(1), admissions, new Deaf());
        int port = listener.start().await().atMost(PATIENCE);
        try (Socket client = connect(port)) {
            while (admissions.count() == 0) {
                Thread.onSpinWait();
            }
            CompletableFuture<Void> patient = listener.stop(PATIENCE).subscribeAsCompletionStage();
            try (Socket late = connect(port)) {
                assertThat(all(late)).isEqualTo("STOPPING\n");
            }
            assertThat(patient).isNotDone();
            listener.stop(Duration.ofMillis(1)).await().atMost(PATIENCE);
            assertThat(all(client)).isEqualTo("hello\n");
        }
    }

    @Test
    void a_port_that_is_taken_is_a_failure_and_can_be_stopped_all_the_same() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint("127.0.0.1", taken.getLocalPort(), new Encryption.Absent(), 2);
            PortListener late = listener(endpoint, new Admissions(1, 1));
            assertThatThrownBy(() -> late.start().await().atMost(PATIENCE)).hasMessageContaining("in use");
            assertThatCode(() -> late.stop(PATIENCE).await().atMost(PATIENCE)).doesNotThrowAnyException();
        }
    }

    @Test
    void nobody_listens_on_no_event_loop() {
        assertThatThrownBy(() -> free(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
