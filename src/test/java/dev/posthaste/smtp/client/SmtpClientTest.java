package dev.posthaste.smtp.client;

import static dev.posthaste.smtp.client.FakeMta.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.Secret;
import dev.posthaste.smtp.client.SmtpClient.Connecting;
import dev.posthaste.smtp.wire.ClientName;
import dev.posthaste.smtp.wire.Encoding;
import dev.posthaste.smtp.wire.Severity;
import dev.posthaste.tls.TlsLevel;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpClientTest {

    private static final String HELLO = """
            S: 220 mx.test ESMTP
            C: EHLO here.test
            S: 250-mx.test
            S: 250 PIPELINING
            """;

    private static final String HELLO_STARTTLS = """
            S: 220 mx.test ESMTP
            C: EHLO here.test
            S: 250-mx.test
            S: 250 STARTTLS
            C: STARTTLS
            """;

    private static final String ONE_MESSAGE = """
            C: MAIL FROM:<alice@here.test>
            C: RCPT TO:<bob@x.test>
            C: DATA
            S: 250 2.1.0 OK
            S: 250 2.1.5 OK
            S: 354 Go ahead
            DATA
            S: 250 2.0.0 Queued
            """;

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Timeouts PATIENT = new Timeouts(Duration.ofSeconds(5), LONG, LONG, LONG, LONG, LONG, LONG);
    private static final ConnectionPolicy.Login LOGIN = new ConnectionPolicy.Login.Password("me", new Secret("s3cret"));

    private static Vertx vertx;
    private static SmtpClient client;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        client = new SmtpClient(vertx, new ClientName("here.test"), PATIENT);
    }

    @AfterAll
    static void stop() {
        assertThat(vertx.close().toCompletionStage().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void a_message_is_said_with_its_dots_doubled() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, ONE_MESSAGE, "C: QUIT", "S: 221 Bye"))) {
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            assertThat(results(connection, "Subject: x\r\n\r\n.dot\r\n..\r\nend"))
                    .isEqualTo("taken 2.0.0 Queued");
            now(connection.quit());
            mta.assertPlayed();
            assertThat(mta.messages()).containsExactly("Subject: x\r\n\r\n..dot\r\n...\r\nend\r\n");
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.security()).isEqualTo(new Security.Plaintext());
        }
    }

    @Test
    void bare_line_breaks_never_leave_as_such() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, ONE_MESSAGE))) {
            assertThat(results(open(mta, ConnectionPolicy.OPEN), "a\n.\nb\r.\r\r\n.\n\r\n"))
                    .startsWith("taken");
            assertThat(mta.messages()).containsExactly("a . b . \r\n.. \r\n");
        }
    }

    @Test
    void many_messages_go_over_one_connection() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, ONE_MESSAGE, ONE_MESSAGE, ONE_MESSAGE))) {
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            for (String text : List.of("one", "two", "three")) {
                assertThat(results(connection, text)).startsWith("taken");
            }
            assertThat(mta.messages()).containsExactly("one\r\n", "two\r\n", "three\r\n");
            assertThat(mta.connections()).isEqualTo(1);
        }
    }

    @Test
    void after_a_transaction_in_which_nobody_was_left_comes_rset() throws Exception {
        String refused = """
                C: MAIL FROM:<alice@here.test>
                C: RCPT TO:<bob@x.test>
                C: DATA
                S: 250 OK
                S: 550 5.1.1 Who
                S: 554 No
                C: RSET
                S: 250 OK
                """;
        try (FakeMta mta = new FakeMta(script(HELLO, refused, ONE_MESSAGE))) {
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            assertThat(results(connection, "x")).isEqualTo("RECIPIENT 5.1.1");
            assertThat(results(connection, "x")).startsWith("taken");
        }
    }

    @Test
    void a_large_message_streams_through() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, ONE_MESSAGE))) {
            byte[] line = ("x".repeat(76) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            Content large = () -> Multi.createFrom().range(0, 100_000).map(i -> line);
            assertThat(results(open(mta, ConnectionPolicy.OPEN), large)).startsWith("taken");
            assertThat(mta.messages().getFirst()).hasSize(7_800_000);
        }
    }

    @Test
    void a_content_that_breaks_off_is_never_ended_with_a_dot() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, ONE_MESSAGE))) {
            Content broken = () -> Multi.createBy()
                    .concatenating()
                    .streams(
                            Multi.createFrom().item("half\r\n".getBytes(StandardCharsets.US_ASCII)),
                            Multi.createFrom().failure(new IOException("disk")));
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            assertThat(results(connection, broken)).isEqualTo("MESSAGE 4.3.0");
            assertThat(connection.isOpen()).isFalse();
            assertThat(mta.messages()).isEmpty();
        }
    }

    @Test
    void an_answer_in_the_middle_of_the_message_ends_it() throws Exception {
        String early = """
                C: MAIL FROM:<alice@here.test>
                C: RCPT TO:<bob@x.test>
                C: DATA
                S: 250 OK
                S: 250 OK
                S: 354 Go ahead
                S: 552 5.3.4 Too large
                HANG
                """;
        try (FakeMta mta = new FakeMta(script(HELLO, early))) {
            byte[] line = new byte[60_000];
            Content endless =
                    () -> Multi.createBy().repeating().supplier(() -> line).indefinitely();
            assertThat(results(open(mta, ConnectionPolicy.OPEN), endless)).isEqualTo("MESSAGE 5.3.4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.7.1 go away", "450 4.7.1 later", "421 4.3.2 bye", "354 what", "554 no SMTP here"})
    void whatever_greeting_is_none_is_the_hosts_and_transient(String greeting) throws Exception {
        try (FakeMta mta = new FakeMta("S: " + greeting)) {
            Failure failure = closed(mta, ConnectionPolicy.OPEN);
            assertThat(failure.scope()).isEqualTo(FailureScope.HOST);
            assertThat(failure.status().severity()).isEqualTo(Severity.TRANSIENT);
        }
    }

    @Test
    void a_host_that_does_not_listen_is_the_hosts_failure_4_4_1() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Endpoint nobody = new Endpoint("mx.test", InetAddress.getLoopbackAddress(), port);
        assertThat(now(client.connect(nobody, ConnectionPolicy.OPEN)))
                .isInstanceOfSatisfying(
                        Connecting.Closed.class,
                        no -> assertThat(text(no.failure())).isEqualTo("HOST 4.4.1"));
    }

    @Test
    void an_old_host_is_greeted_with_helo() throws Exception {
        String old = """
                S: 220 mx.test
                C: EHLO here.test
                S: 502 What
                C: HELO here.test
                S: 250 mx.test
                C: MAIL FROM:<alice@here.test>
                S: 250 OK
                C: RCPT TO:<bob@x.test>
                S: 250 OK
                C: DATA
                S: 354 Go ahead
                DATA
                S: 250 OK
                """;
        try (FakeMta mta = new FakeMta(old)) {
            assertThat(results(open(mta, ConnectionPolicy.OPEN), "x")).startsWith("taken");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO THERE\\r\\n",
                "220\\t\\r\\n",
                "999 no\\r\\n",
                "22\\r\\n",
                "220-a\\r\\n221 b\\r\\n",
                "\\r\\n"
            })
    void garbage_is_transient(String garbage) throws Exception {
        try (FakeMta mta = new FakeMta("RAW " + garbage)) {
            assertThat(text(closed(mta, ConnectionPolicy.OPEN))).isEqualTo("HOST 4.4.2");
        }
    }

    @Test
    void a_connection_dropped_at_each_step_is_transient() throws Exception {
        List<String> steps = Arrays.asList(script(HELLO, ONE_MESSAGE).split("\n"));
        for (int cut = 0; cut < steps.size(); cut++) {
            try (FakeMta mta = new FakeMta(
                    script(String.join("\n", steps.subList(0, cut)), "DROP").strip())) {
                String result = attempt(mta, client);
                assertThat(result).as("dropped after %s", steps.subList(0, cut)).matches("(HOST|MESSAGE) 4\\.4\\.2");
            }
        }
    }

    @Test
    void silence_at_each_step_is_transient() throws Exception {
        SmtpClient hasty = new SmtpClient(
                vertx, new ClientName("here.test"), new Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT));
        List<String> steps = Arrays.asList(script(HELLO, ONE_MESSAGE).split("\n"));
        for (int cut = 0; cut < steps.size(); cut++) {
            try (FakeMta mta = new FakeMta(
                    script(String.join("\n", steps.subList(0, cut)), "HANG").strip())) {
                assertThat(attempt(mta, hasty))
                        .as("silent after %s", steps.subList(0, cut))
                        .matches("(HOST|MESSAGE) 4\\.4\\.2");
            }
        }
    }

    @Test
    void a_host_that_takes_no_octet_of_the_message_is_left() throws Exception {
        SmtpClient hasty = new SmtpClient(
                vertx, new ClientName("here.test"), new Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT));
        try (StalledMta mta =
                new StalledMta(script(HELLO, ONE_MESSAGE.substring(0, ONE_MESSAGE.indexOf("DATA\nS: 250 2.0.0"))))) {
            byte[] line = new byte[60_000];
            Content endless =
                    () -> Multi.createBy().repeating().supplier(() -> line).indefinitely();
            Connecting connecting = now(hasty.connect(mta.endpoint(), ConnectionPolicy.OPEN));
            SmtpConnection connection = ((Connecting.Open) connecting).connection();
            assertThat(results(connection, endless)).isEqualTo("MESSAGE 4.4.2");
        }
    }

    @Test
    void a_421_while_the_connection_rests_closes_it() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO, ONE_MESSAGE, "S: 421 4.4.2 Idle for too long", "HANG"))) {
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            assertThat(results(connection, "x")).startsWith("taken");
            assertThat(results(connection, "y")).isEqualTo("HOST 4.4.2");
            assertThat(connection.isOpen()).isFalse();
        }
    }

    // ---------------------------------------------------------------------------------------------------------- TLS

    @Test
    void tls_is_used_where_it_is_offered_and_capabilities_are_asked_again() throws Exception {
        try (FakeMta mta = new FakeMta(script(
                HELLO_STARTTLS,
                "S: 220 Go ahead",
                "TLS",
                "C: EHLO here.test",
                "S: 250-mx.test",
                "S: 250 PIPELINING",
                ONE_MESSAGE))) {
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            assertThat(connection.security())
                    .isInstanceOfSatisfying(
                            Security.Tls.class, tls -> assertThat(tls.version()).isEqualTo("TLSv1.3"));
            assertThat(results(connection, "x")).startsWith("taken");
        }
    }

    @Test
    void plaintext_after_starttls_is_discarded_with_its_connection() throws Exception {
        for (String level : List.of("VERIFIED", "OPPORTUNISTIC")) {
            String injected = script(HELLO_STARTTLS, "RAW 220 Go ahead\\r\\n250 injected\\r\\n", "TLS", "HANG");
            try (FakeMta mta = new FakeMta(injected, script(HELLO, ONE_MESSAGE))) {
                ConnectionPolicy policy =
                        new ConnectionPolicy(TlsLevel.valueOf(level), new ConnectionPolicy.Login.Anonymous());
                Connecting connecting = now(client.connect(mta.endpoint(), policy));
                switch (connecting) {
                    case Connecting.Closed(Failure failure) ->
                        assertThat(text(failure)).isEqualTo("HOST 4.7.5");
                    case Connecting.Open(SmtpConnection connection) -> {
                        assertThat(mta.connections()).isEqualTo(2);
                        assertThat(connection.security()).isEqualTo(new Security.Plaintext());
                    }
                }
            }
        }
    }

    @Test
    void a_failed_handshake_is_followed_by_plaintext_in_a_new_connection() throws Exception {
        try (FakeMta mta = new FakeMta(
                script(HELLO_STARTTLS, "S: 220 Go ahead", "RAW this is no TLS\\r\\n", "DROP"),
                script(HELLO, ONE_MESSAGE))) {
            SmtpConnection connection = open(mta, ConnectionPolicy.OPEN);
            assertThat(connection.security()).isEqualTo(new Security.Plaintext());
            assertThat(results(connection, "x")).startsWith("taken");
            assertThat(mta.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_host_that_is_silent_in_the_handshake_is_left() throws Exception {
        SmtpClient hasty = new SmtpClient(
                vertx, new ClientName("here.test"), new Timeouts(SHORT, LONG, LONG, LONG, LONG, LONG, LONG));
        try (FakeMta mta = new FakeMta(script(HELLO_STARTTLS, "S: 220 Go ahead", "HANG"))) {
            ConnectionPolicy strict = new ConnectionPolicy(TlsLevel.VERIFIED, new ConnectionPolicy.Login.Anonymous());
            assertThat(now(hasty.connect(mta.endpoint(), strict)))
                    .isInstanceOfSatisfying(
                            Connecting.Closed.class,
                            no -> assertThat(text(no.failure())).isEqualTo("HOST 4.7.5"));
        }
    }

    @Test
    void where_encryption_is_required_a_failed_handshake_is_the_end() throws Exception {
        try (FakeMta mta = new FakeMta(script(HELLO_STARTTLS, "S: 220 Go ahead", "RAW this is no TLS\\r\\n", "DROP"))) {
            ConnectionPolicy strict = new ConnectionPolicy(TlsLevel.VERIFIED, new ConnectionPolicy.Login.Anonymous());
            assertThat(text(closed(mta, strict))).isEqualTo("HOST 4.7.5");
            assertThat(mta.connections()).isEqualTo(1);
        }
        try (FakeMta mta = new FakeMta(HELLO)) {
            ConnectionPolicy strict = new ConnectionPolicy(TlsLevel.VERIFIED, new ConnectionPolicy.Login.Anonymous());
            assertThat(text(closed(mta, strict))).isEqualTo("HOST 4.7.4");
        }
    }

    @Test
    void a_refused_starttls_leaves_the_connection_as_it_was() throws Exception {
        String oneByOne = """
                S: 454 4.7.0 Not now
                C: MAIL FROM:<alice@here.test>
                S: 250 OK
                C: RCPT TO:<bob@x.test>
                S: 550 5.1.1 Who
                """;
        try (FakeMta mta = new FakeMta(script(HELLO_STARTTLS, oneByOne))) {
            assertThat(results(open(mta, ConnectionPolicy.OPEN), "x")).isEqualTo("RECIPIENT 5.1.1");
        }
    }

    private static final String LOGIN_UNDER_TLS = script(
            HELLO_STARTTLS,
            "S: 220 Go ahead",
            "TLS",
            "C: EHLO here.test",
            "S: 250-mx.test",
            "S: 250-PIPELINING",
            "S: 250 AUTH PLAIN",
            "C: AUTH PLAIN AG1lAHMzY3JldA==",
            "S: 235 2.7.0 Welcome");

    private static SmtpClient believing() throws CertificateException {
        Buffer pem = Buffer.buffer("-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(FakeMta.certificate().getEncoded())
                + "\n-----END CERTIFICATE-----\n");
        return new SmtpClient(
                vertx,
                new ClientName("here.test"),
                PATIENT,
                SmtpClient.verification().setTrustOptions(new PemTrustOptions().addCertValue(pem)));
    }

    @Test
    void a_verified_host_is_told_who_we_are() throws Exception {
        try (FakeMta mta = new FakeMta(script(LOGIN_UNDER_TLS, ONE_MESSAGE))) {
            Connecting connecting =
                    now(believing().connect(mta.endpoint(), new ConnectionPolicy(TlsLevel.VERIFIED, LOGIN)));
            assertThat(connecting).isInstanceOf(Connecting.Open.class);
        }
    }

    @Test
    void a_host_with_a_certificate_of_another_name_is_told_nothing() throws Exception {
        try (FakeMta mta = new FakeMta(LOGIN_UNDER_TLS)) {
            Endpoint other = new Endpoint("smart.test", InetAddress.getLoopbackAddress(), mta.port());
            assertThat(now(believing().connect(other, new ConnectionPolicy(TlsLevel.VERIFIED, LOGIN))))
                    .isInstanceOfSatisfying(
                            Connecting.Closed.class,
                            no -> assertThat(text(no.failure())).isEqualTo("HOST 4.7.5"));
            assertThat(mta.connections()).as("no second attempt in plaintext").isEqualTo(1);
        }
    }

    @Test
    void a_host_whose_authority_nobody_knows_is_told_nothing() throws Exception {
        try (FakeMta mta = new FakeMta(LOGIN_UNDER_TLS)) {
            assertThat(text(closed(mta, new ConnectionPolicy(TlsLevel.VERIFIED, LOGIN))))
                    .isEqualTo("HOST 4.7.5");
            assertThat(mta.connections()).isEqualTo(1);
        }
    }

    // -------------------------------------------------------------------------------------------------------- login

    @Test
    void a_smart_host_is_told_who_we_are_by_plain() throws Exception {
        try (FakeMta mta = new FakeMta(script(
                "S: 220 mx.test",
                "C: EHLO here.test",
                "S: 250-mx.test",
                "S: 250-AUTH LOGIN PLAIN",
                "S: 250 PIPELINING",
                "C: AUTH PLAIN AG1lAHMzY3JldA==",
                "S: 235 2.7.0 Welcome",
                ONE_MESSAGE))) {
            SmtpConnection connection = open(mta, new ConnectionPolicy(TlsLevel.OPPORTUNISTIC, LOGIN));
            assertThat(results(connection, "x")).startsWith("taken");
        }
    }

    @Test
    void a_smart_host_that_knows_no_better_is_told_by_login() throws Exception {
        try (FakeMta mta = new FakeMta(script(
                "S: 220 mx.test",
                "C: EHLO here.test",
                "S: 250-mx.test",
                "S: 250-AUTH LOGIN",
                "S: 250 PIPELINING",
                "C: AUTH LOGIN",
                "S: 334 VXNlcm5hbWU6",
                "C: bWU=",
                "S: 334 UGFzc3dvcmQ6",
                "C: czNjcmV0",
                "S: 235 2.7.0 Welcome",
                ONE_MESSAGE))) {
            SmtpConnection connection = open(mta, new ConnectionPolicy(TlsLevel.OPPORTUNISTIC, LOGIN));
            assertThat(results(connection, "x")).startsWith("taken");
        }
    }

    @Test
    void a_refused_login_is_the_hosts_failure_and_shows_no_password() throws Exception {
        try (FakeMta mta = new FakeMta(script(
                "S: 220 mx.test",
                "C: EHLO here.test",
                "S: 250-mx.test",
                "S: 250 AUTH PLAIN",
                "C: AUTH PLAIN AG1lAHMzY3JldA==",
                "S: 535 5.7.8 No"))) {
            Failure failure = closed(mta, new ConnectionPolicy(TlsLevel.OPPORTUNISTIC, LOGIN));
            assertThat(text(failure)).isEqualTo("HOST 4.7.8");
            assertThat(failure.toString()).doesNotContain("s3cret").doesNotContain("AG1lAHMzY3JldA==");
        }
    }

    private static String attempt(FakeMta mta, SmtpClient client) {
        return switch (now(client.connect(mta.endpoint(), ConnectionPolicy.OPEN))) {
            case Connecting.Closed(Failure failure) -> text(failure);
            case Connecting.Open(SmtpConnection connection) -> results(connection, "x");
        };
    }

    private static SmtpConnection open(FakeMta mta, ConnectionPolicy policy) {
        return switch (now(client.connect(mta.endpoint(), policy))) {
            case Connecting.Closed(Failure failure) -> throw new AssertionError(failure);
            case Connecting.Open(SmtpConnection connection) -> connection;
        };
    }

    private static Failure closed(FakeMta mta, ConnectionPolicy policy) {
        return switch (now(client.connect(mta.endpoint(), policy))) {
            case Connecting.Closed(Failure failure) -> failure;
            case Connecting.Open open -> throw new AssertionError("open");
        };
    }

    private static String results(SmtpConnection connection, String content) {
        return results(connection, () -> Multi.createFrom().item(content.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String results(SmtpConnection connection, Content content) {
        ReversePath from = ReversePath.of(EmailAddress.of("alice@here.test"));
        List<EmailAddress> to = List.of(EmailAddress.of("bob@x.test"));
        return String.join(
                ", ",
                now(connection.send(new OutgoingMessage(from, to, Encoding.ASCII, 1000, content))).stream()
                        .map(SmtpClientTest::text)
                        .toList());
    }

    private static String text(RecipientResult result) {
        return switch (result) {
            case RecipientResult.Accepted accepted ->
                "taken 2.0.0 " + accepted.reply().text();
            case RecipientResult.NotAccepted not -> text(not.failure());
        };
    }

    private static String text(Failure failure) {
        return failure.scope() + " " + failure.status();
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    /** Runs a script and then stops reading, so that the client's writes block. */
    private static final class StalledMta implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        StalledMta(String script) throws IOException {
            server.setReceiveBufferSize(4096);
            Thread.ofVirtual().start(() -> play(script));
        }

        Endpoint endpoint() {
            return new Endpoint("mx.test", server.getInetAddress(), server.getLocalPort());
        }

        private void play(String script) {
            try {
                var socket = server.accept();
                var in = new java.io.BufferedReader(
                        new java.io.InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                for (String step : script.split("\n")) {
                    if (step.startsWith("C: ")) {
                        in.readLine();
                    } else {
                        socket.getOutputStream()
                                .write((step.substring(3) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException over) {
                throw new java.io.UncheckedIOException(over);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
