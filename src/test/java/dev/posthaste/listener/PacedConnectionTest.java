package dev.posthaste.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Cable;
import dev.posthaste.Dialogue;
import dev.posthaste.address.DomainName;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.ServerTls;
import dev.posthaste.certificate.SniKeyManager;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every protocol gets of its connection, shown with one that has a command for each case. */
class PacedConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final ServerTls TLS = new ServerTls(new SniKeyManager(
            new SelfSigned(InstantSource.system(), new SecureRandom())
                    .generate(List.of(new CertificateName.Exact(DomainName.of("localhost")))),
            InstantSource.system()));
    private static final byte[] PIECE = "0123456789abcdef".repeat(2_048).getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final Lines lines = new Lines();
    private Timeouts timeouts = Timeouts.withStall(LONG);
    private volatile Duration idle = LONG;
    private volatile PortListener listener;

    /** Commands are lines; what a test wants to know of all connections together is kept here. */
    private final class Lines implements Protocol {

        final CompletableFuture<Void> question = new CompletableFuture<>();
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final AtomicInteger pieces = new AtomicInteger();
        final AtomicReference<Transport> transport = new AtomicReference<>();
        final List<String> taken = new CopyOnWriteArrayList<>();
        final Admissions admissions = new Admissions(10, 10);

        @Override
        public ConnectionHandler handler(Transport client) {
            transport.set(client);
            return new Client(client);
        }

        @Override
        public byte[] refusal(Refusal why) {
            return (why + "\n").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Timeouts timeouts() {
            return timeouts;
        }
    }

    private final class Client implements ConnectionHandler {

        private final Transport transport;
        private final StringBuilder text = new StringBuilder();
        private int taken;
        private boolean underWay;
        private boolean busyToTheEnd;

        Client(Transport transport) {
            this.transport = transport;
        }

        @Override
        public Progress open() {
            say("hello");
            return Progress.READ;
        }

        @Override
        public Progress read(ByteBuffer octets) {
            assertThat(underWay).as("a step while another is under way").isFalse();
            text.append(StandardCharsets.US_ASCII.decode(octets));
            int end = text.indexOf("\r\n", taken);
            if (end < 0) {
                text.delete(0, taken);
                taken = 0;
                return Progress.READ;
            }
            String line = text.substring(taken, end);
            taken = end + 2;
            if (line.length() < 20) {
                lines.taken.add(line);
            }
            return on(line);
        }

        private Progress on(String line) {
            return switch (line) {
                case "ask" -> ask();
                case "tls" -> tls();
                case "much" -> send(1_000_000);
                case "pieces" -> send(600);
                case "pause" -> await(transport.pause(Duration.ofMinutes(5)));
                case "break" -> throw new IllegalStateException("a bug that the test wants");
                case "bye" -> {
                    say("bye");
                    yield Progress.CLOSE;
                }
                case "busy" -> {
                    busyToTheEnd = true;
                    yield Progress.NEXT;
                }
                case "done" -> {
                    busyToTheEnd = false;
                    say("done");
                    yield Progress.NEXT;
                }
                default -> {
                    say(line);
                    yield Progress.NEXT;
                }
            };
        }

        private Progress ask() {
            underWay = true;
            lines.asked.countDown();
            return new Progress.Await<>(
                    Uni.createFrom().completionStage(lines.question),
                    answered -> {
                        underWay = false;
                        say("answered");
                        return Progress.NEXT;
                    },
                    failure -> Progress.ABORT);
        }

        private Progress tls() {
            if (taken < text.length() || transport.hasUnread()) {
                say("injected");
                return Progress.CLOSE;
            }
            say("tls");
            return await(transport.startTls());
        }

        private Progress send(int count) {
            return await(Multi.createFrom()
                    .range(0, count)
                    .onItem()
                    .transformToUniAndConcatenate(piece -> {
                        lines.pieces.incrementAndGet();
                        return transport.send(ByteBuffer.wrap(PIECE));
                    })
                    .onItem()
                    .ignoreAsUni());
        }

        private static Progress await(Uni<Void> work) {
            return new Progress.Await<>(work, done -> Progress.NEXT, failure -> Progress.ABORT);
        }

        private void say(String line) {
            transport.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Duration idleLimit() {
            return idle;
        }

        @Override
        public Progress timedOut() {
            say("too long");
            return Progress.CLOSE;
        }

        @Override
        public Progress stop() {
            if (busyToTheEnd) {
                return Progress.NEXT;
            }
            say("stopping");
            return Progress.CLOSE;
        }

        @Override
        public Progress wake() {
            say("woken");
            return Progress.NEXT;
        }

        @Override
        public Progress failed() {
            say("broken");
            return Progress.CLOSE;
        }

        @Override
        public Uni<Void> closed() {
            lines.closed.countDown();
            return Uni.createFrom().voidItem();
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int listen() {
        return listen(new Encryption.OnRequest(TLS));
    }

    private int listen(Encryption encryption) {
        listener = new PortListener(vertx, new Endpoint("127.0.0.1", 0, encryption, 1), lines.admissions, lines);
        return listener.start().await().atMost(PATIENCE);
    }

    private Dialogue greeted(int port) throws IOException {
        Dialogue client = new Dialogue(port);
        assertThat(client.hear()).isEqualTo("hello");
        return client;
    }

    private static void assertClosed(Dialogue client) {
        assertThatThrownBy(client::hear).isInstanceOf(IOException.class);
    }

    private void awaitConnections(int wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lines.admissions.count() != wanted) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** A client with a small window, so that the server soon cannot send. */
    private static Socket narrow(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void pipelined_lines_are_taken_one_at_a_time_and_answered_in_order() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("ask\r\none\r\ntwo");
            assertThat(lines.asked.await(20, TimeUnit.SECONDS)).isTrue();
            client.say("three");
            lines.question.complete(null);
            assertThat(List.of(client.hear(), client.hear(), client.hear(), client.hear()))
                    .containsExactly("answered", "one", "two", "three");
        }
    }

    @Test
    void a_long_batch_whose_answers_are_there_at_once_is_no_recursion() throws Exception {
        lines.question.complete(null);
        try (Dialogue client = greeted(listen())) {
            client.say("ask\r\n".repeat(10_000) + "end");
            assertThat(client.hearUntil("end")).hasSize(10_001);
        }
    }

    @Test
    void what_waits_for_a_step_that_is_under_way_is_bounded() throws Exception {
        int port = listen();
        try (Socket client = narrow(port)) {
            send(client, "ask\r\n");
            assertThat(lines.asked.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendUntilCut(client));
            assertThat(sent).as("the socket is not read").failsWithin(1, TimeUnit.SECONDS);
        }
    }

    private static void sendUntilCut(Socket client) {
        byte[] much = ("x".repeat(200) + "\r\n").repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        try {
            OutputStream out = client.getOutputStream();
            for (int i = 0; i < 1_000; i++) {
                out.write(much);
            }
        } catch (IOException cut) {
            assertThat(cut).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void pieces_are_made_no_faster_than_the_client_reads_them() throws Exception {
        int port = listen();
        try (Socket slow = narrow(port);
                Dialogue other = greeted(port)) {
            send(slow, "pieces\r\nend\r\n");
            assertThat(slow.getInputStream().readNBytes(7)).asString().isEqualTo("hello\r\n");
            slow.getInputStream().readNBytes(PIECE.length);
            for (int i = 0; i < 50; i++) {
                other.say("x");
                assertThat(other.hear()).isEqualTo("x");
            }
            assertThat(lines.pieces.get()).as("pieces in flight").isLessThan(400);
            assertThat(slow.getInputStream().readNBytes(599 * PIECE.length)).hasSize(599 * PIECE.length);
            assertThat(slow.getInputStream().readNBytes(5)).asString().isEqualTo("end\r\n");
        }
    }

    @Test
    void a_client_that_does_not_read_pieces_is_cut_off_and_its_place_is_free() throws Exception {
        timeouts = Timeouts.withStall(SOON);
        try (Socket client = narrow(listen())) {
            send(client, "much\r\n");
            awaitConnections(1);
            awaitConnections(0);
            assertThat(lines.closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_client_that_does_not_read_replies_is_not_heard_and_cut_off() throws Exception {
        timeouts = Timeouts.withStall(SOON);
        try (Socket client = narrow(listen())) {
            awaitConnections(1);
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendUntilCut(client));
            awaitConnections(0);
            assertThat(sent).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void the_last_reply_waits_for_no_client_that_does_not_read() throws Exception {
        timeouts = Timeouts.withStall(SOON);
        int port = listen();
        try (Socket client = narrow(port)) {
            awaitConnections(1);
            send(client, ("x".repeat(60) + "\r\n").repeat(200) + "bye\r\n");
            awaitConnections(0);
        }
    }

    @Test
    void the_last_reply_arrives_although_the_client_has_sent_more() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("bye\r\n" + "x\r\n".repeat(20_000));
            client.say("more");
            assertThat(client.hear()).isEqualTo("bye");
            assertClosed(client);
        }
        assertThat(lines.taken).containsExactly("bye");
    }

    @Test
    void a_client_that_keeps_its_side_open_after_the_last_reply_is_let_go() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("bye");
            assertThat(client.hear()).isEqualTo("bye");
            awaitConnections(0);
        }
    }

    @Test
    void a_silent_client_is_told_so_and_closed() throws Exception {
        idle = SOON;
        try (Dialogue client = greeted(listen())) {
            assertThat(client.hear()).isEqualTo("too long");
            assertClosed(client);
        }
    }

    @Test
    void a_client_that_speaks_in_time_is_not_silent_and_waiting_for_an_answer_is_no_silence() throws Exception {
        idle = Duration.ofSeconds(1);
        try (Dialogue client = greeted(listen())) {
            for (int i = 0; i < 6; i++) {
                assertThat(lines.asked.await(300, TimeUnit.MILLISECONDS)).isFalse();
                client.say("x");
                assertThat(client.hear()).isEqualTo("x");
            }
            client.say("ask");
            assertThat(lines.closed.await(1500, TimeUnit.MILLISECONDS)).isFalse();
            lines.question.complete(null);
            assertThat(client.hear()).isEqualTo("answered");
            assertThat(client.hear()).isEqualTo("too long");
        }
    }

    @Test
    void a_limit_that_becomes_shorter_counts_at_once() throws Exception {
        try (Dialogue client = greeted(listen())) {
            idle = SOON;
            client.say("x");
            assertThat(client.hear()).isEqualTo("x");
            assertThat(client.hear()).isEqualTo("too long");
        }
    }

    @Test
    void clear_text_behind_starttls_is_seen_before_tls_starts() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("tls\r\nevil");
            assertThat(client.hear()).isEqualTo("injected");
            assertClosed(client);
        }
        assertThat(lines.taken).containsExactly("tls");
    }

    @Test
    void clear_text_that_waits_unread_when_tls_starts_is_seen_too() throws Exception {
        int port = listen();
        try (Dialogue client = greeted(port)) {
            client.say("ask");
            assertThat(lines.asked.await(20, TimeUnit.SECONDS)).isTrue();
            client.say("tls");
            client.say("evil");
            // The event loop has read both when it has answered another client.
            try (Dialogue other = greeted(port)) {
                other.say("x");
                assertThat(other.hear()).isEqualTo("x");
            }
            lines.question.complete(null);
            assertThat(client.hear()).isEqualTo("answered");
            assertThat(client.hear()).isEqualTo("injected");
            assertClosed(client);
        }
        assertThat(lines.taken).doesNotContain("evil");
    }

    @Test
    void clear_text_that_comes_during_the_handshake_ends_the_connection() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("tls");
            assertThat(client.hear()).isEqualTo("tls");
            client.say("evil");
            client.say("evil");
            awaitConnections(0);
        }
        assertThat(lines.taken).containsExactly("tls");
    }

    @Test
    void a_handshake_has_a_limit() throws Exception {
        timeouts = new Timeouts(SOON, LONG);
        try (Dialogue client = greeted(listen())) {
            client.say("tls");
            assertThat(client.hear()).isEqualTo("tls");
            awaitConnections(0);
            assertThat(lines.closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_server_that_stops_ends_each_connection_as_soon_as_nothing_is_at_risk() throws Exception {
        int port = listen();
        try (Dialogue waiting = greeted(port);
                Dialogue busy = greeted(port);
                Dialogue asking = greeted(port)) {
            busy.say("busy");
            busy.say("x");
            assertThat(busy.hear()).isEqualTo("x");
            asking.say("ask\r\nnot taken any more");
            assertThat(lines.asked.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> stopped = listener.stop(PATIENCE).subscribeAsCompletionStage();
            assertThat(waiting.hear()).isEqualTo("stopping");
            assertClosed(waiting);
            lines.question.complete(null);
            assertThat(asking.hear()).isEqualTo("answered");
            assertThat(asking.hear()).isEqualTo("stopping");
            busy.say("y\r\ndone\r\nnot taken any more");
            assertThat(List.of(busy.hear(), busy.hear(), busy.hear())).containsExactly("y", "done", "stopping");
            assertThat(stopped).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_stop_cuts_a_client_that_does_not_read_when_patience_is_over() throws Exception {
        try (Socket client = narrow(listen())) {
            awaitConnections(1);
            send(client, "much\r\n");
            listener.stop(SOON).await().atMost(PATIENCE);
            awaitConnections(0);
        }
    }

    @Test
    void a_client_that_goes_while_something_is_awaited_frees_its_place_and_the_session_ends_afterwards()
            throws Exception {
        int port = listen();
        try (Dialogue client = greeted(port)) {
            client.say("ask");
            assertThat(lines.asked.await(20, TimeUnit.SECONDS)).isTrue();
        }
        awaitConnections(0);
        CompletableFuture<Void> stopped = listener.stop(PATIENCE).subscribeAsCompletionStage();
        assertThat(lines.closed.await(100, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(stopped).isNotDone();
        lines.question.complete(null);
        assertThat(lines.closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped).succeedsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void a_pause_ends_when_the_client_goes() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("x\r\npause");
            assertThat(client.hear()).isEqualTo("x");
        }
        assertThat(lines.closed.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_cable_that_is_cut_ends_the_session() throws Exception {
        try (Cable cable = new Cable(listen());
                Dialogue client = greeted(cable.port())) {
            client.say("x");
            assertThat(client.hear()).isEqualTo("x");
            cable.cut();
            assertThat(lines.closed.await(20, TimeUnit.SECONDS)).isTrue();
            awaitConnections(0);
        }
    }

    @Test
    void a_bug_ends_the_connection_with_the_last_words_of_the_protocol() throws Exception {
        try (Dialogue client = greeted(listen())) {
            client.say("break\r\nx");
            assertThat(client.hear()).isEqualTo("broken");
            assertClosed(client);
            awaitConnections(0);
        }
    }

    @Test
    void a_session_is_woken_between_two_steps_on_any_thread() throws Exception {
        try (Dialogue client = greeted(listen())) {
            lines.transport.get().wake();
            assertThat(client.hear()).isEqualTo("woken");
            client.say("ask");
            assertThat(lines.asked.await(20, TimeUnit.SECONDS)).isTrue();
            lines.transport.get().wake();
            lines.question.complete(null);
            assertThat(List.of(client.hear(), client.hear())).containsExactly("answered", "woken");
        }
    }

    @Test
    void a_connection_can_be_cut_on_any_thread() throws Exception {
        try (Dialogue client = greeted(listen())) {
            lines.transport.get().abort();
            assertClosed(client);
        }
    }
}
