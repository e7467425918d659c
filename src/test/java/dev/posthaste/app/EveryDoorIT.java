package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.api.grpc.v1.Email;
import dev.posthaste.api.grpc.v1.EmailServiceGrpc;
import dev.posthaste.api.grpc.v1.Mailbox;
import dev.posthaste.api.grpc.v1.SendEmailRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message through every door: whatever brings it in, all who look see the same bytes. */
class EveryDoorIT {

    private static final String PASSWORD = "correct horse";

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"));
        assertThat(server.ready()).as(server.output()).isTrue();
        http = new Http(server.web(), server.adminKey());
        assertThat(http.post("/domains", new JsonObject().put("name", "a.test")).status())
                .isEqualTo(201);
        account("alice@a.test");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_program_sends_by_rest() throws Exception {
        account("rest@a.test");

        Http.Answer sent = http.post("/emails", email("rest@a.test", "by REST"));

        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        assertSeenByEveryone("rest@a.test", "by REST");
        JsonObject seen = http.get("/emails/" + sent.json().getString("id")).json();
        assertThat(seen.getJsonArray("recipients").getJsonObject(0).getString("status"))
                .isEqualTo("delivered");
    }

    @Test
    void a_program_sends_by_grpc() throws Exception {
        account("grpc@a.test");

        assertThat(byGrpc("grpc@a.test", "by gRPC", "Hello").getId()).startsWith("em_");

        assertSeenByEveryone("grpc@a.test", "by gRPC");
    }

    @Test
    void a_request_by_grpc_may_have_nearly_4_mib() throws Exception {
        account("long@a.test");

        Email sent = byGrpc("long@a.test", "long", "A line of the text.\n".repeat(200_000));

        assertThat(sent.getSizeBytes()).isGreaterThan(4_000_000);
    }

    private static Email byGrpc(String to, String subject, String text) throws Exception {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", server.port("http"))
                .usePlaintext()
                .build();
        try {
            Metadata key = new Metadata();
            key.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + server.adminKey());
            return EmailServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key))
                    .sendEmail(SendEmailRequest.newBuilder()
                            .setFrom(Mailbox.newBuilder().setAddress("alice@a.test"))
                            .addTo(Mailbox.newBuilder().setAddress(to))
                            .setSubject(subject)
                            .setText(text)
                            .build());
        } finally {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void another_server_sends_by_smtp() throws Exception {
        account("mx@a.test");
        try (Dialogue peer = new Dialogue(server.port("mx"))) {
            assertThat(peer.reply()).startsWith("220 ");
            assertThat(peer.smtp("EHLO mail.far.test")).startsWith("250 ");
            transaction(peer, "<stranger@far.test>", "mx@a.test", "by MX");
        }
        assertSeenByEveryone("mx@a.test", "by MX");
    }

    @Test
    void a_mail_client_sends_by_submission() throws Exception {
        account("sub@a.test");
        try (Dialogue client = new Dialogue(server.port("submission"))) {
            client.reply();
            client.smtp("EHLO client");
            assertThat(client.smtp("MAIL FROM:<alice@a.test>")).startsWith("530 5.7.0");
            assertThat(client.smtp("AUTH PLAIN " + plain("alice@a.test", PASSWORD)))
                    .startsWith("235 ");
            assertThat(client.smtp("MAIL FROM:<sub@a.test>")).startsWith("55");
            transaction(client, "<alice@a.test>", "sub@a.test", "by submission");
        }
        assertSeenByEveryone("sub@a.test", "by submission");
    }

    @Test
    void nobody_relays_and_nobody_unknown_gets_mail() throws Exception {
        try (Dialogue peer = new Dialogue(server.port("mx"))) {
            peer.reply();
            peer.smtp("EHLO mail.far.test");
            peer.smtp("MAIL FROM:<stranger@far.test>");
            assertThat(peer.smtp("RCPT TO:<someone@elsewhere.test>")).startsWith("550 5.7.1");
            assertThat(peer.smtp("RCPT TO:<nobody@a.test>")).startsWith("550 5.1.1");
            assertThat(peer.smtp("RCPT TO:<ALICE+news@A.Test>")).startsWith("250 ");
        }
    }

    @Test
    void a_message_that_loops_or_has_an_endless_header_is_refused_and_the_session_goes_on() throws Exception {
        try (Dialogue peer = new Dialogue(server.port("mx"))) {
            peer.reply();
            peer.smtp("EHLO mail.far.test");
            assertThat(data(peer, "Received: from a by b; x\r\n".repeat(101))).startsWith("554 5.4.6");
            assertThat(data(peer, ("X-Flood: " + "b".repeat(900) + "\r\n").repeat(700)))
                    .startsWith("552 5.3.4");
            assertThat(peer.smtp("DATA")).as("the transaction is over").startsWith("503 5.5.1");
            assertThat(data(peer, "Received: from a by b; x\r\n".repeat(50))).startsWith("250 2.0.0");
        }
    }

    private static String data(Dialogue peer, String header) throws IOException {
        peer.smtp("MAIL FROM:<stranger@far.test>");
        assertThat(peer.smtp("RCPT TO:<alice@a.test>")).startsWith("250 ");
        assertThat(peer.smtp("DATA")).startsWith("354 ");
        return peer.smtp(header + "Subject: weather\r\n\r\nHello\r\n.");
    }

    @Test
    void an_idle_client_sees_at_once_what_comes_and_what_a_program_changes() throws Exception {
        account("idle@a.test");
        try (Dialogue imap = new Dialogue(server.port("imap"))) {
            imap.hear();
            login(imap, "idle@a.test");
            imap.say("b SELECT INBOX");
            imap.hearUntil("b OK");
            imap.say("c IDLE");
            assertThat(imap.hear()).startsWith("+");

            http.post("/emails", email("idle@a.test", "while you wait"));
            assertThat(imap.hearUntil("* 1 EXISTS")).isNotEmpty();

            String id = messages("idle@a.test").getJsonObject(0).getString("id");
            http.patch(
                    "/accounts/idle@a.test/messages/" + id,
                    new JsonObject().put("flags", new JsonObject().put("add", new JsonArray().add("\\Seen"))));
            assertThat(imap.hearUntil("* 1 FETCH").getLast()).contains("\\Seen");

            http.delete("/accounts/idle@a.test/messages/" + id);
            assertThat(imap.hearUntil("* 1 EXPUNGE")).isNotEmpty();
        }
    }

    @Test
    void mail_for_a_foreign_domain_is_captured_in_local_mode() throws Exception {
        Http.Answer sent = http.post("/emails", email("far@remote.test", "never leaves"));

        assertThat(sent.json().getJsonArray("recipients").getJsonObject(0).getString("status"))
                .isEqualTo("captured");
        JsonObject found = http.get("/accounts/captured@localhost/messages?folder=Captured")
                .json();
        assertThat(found.encode()).contains("never leaves");
        assertThat(found.getJsonArray("messages").size()).isEqualTo(1);
        assertThat(eventually("captured@localhost", "Mail for remote.test is captured"))
                .isTrue();
    }

    @Test
    void a_user_is_warned_before_his_mailbox_is_full_and_a_full_one_is_refused_at_rcpt() throws Exception {
        Http.Answer made = http.post(
                "/accounts",
                new JsonObject()
                        .put("address", "small@a.test")
                        .put("password", PASSWORD)
                        .put("quota", new JsonObject().put("storage_bytes", 4000)));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonObject big = email("small@a.test", "nearly full")
                .put("text", "x".repeat(70).concat("\n").repeat(46));
        assertThat(http.post("/emails", big).status()).isEqualTo(202);
        assertThat(http.post("/emails", big).status()).isGreaterThanOrEqualTo(400);

        http.patch(
                "/accounts/small@a.test", new JsonObject().put("quota", new JsonObject().put("storage_bytes", 3000)));
        try (Dialogue peer = new Dialogue(server.port("mx"))) {
            peer.reply();
            peer.smtp("EHLO mail.far.test");
            peer.smtp("MAIL FROM:<stranger@far.test>");
            assertThat(peer.smtp("RCPT TO:<small@a.test>")).startsWith("452 4.2.2");
        }
    }

    @Test
    void a_warning_comes_by_the_door_when_a_quota_is_nearly_used() throws Exception {
        http.post(
                "/accounts",
                new JsonObject()
                        .put("address", "warned@a.test")
                        .put("password", PASSWORD)
                        .put("quota", new JsonObject().put("storage_bytes", 40_000)));
        JsonObject big = email("warned@a.test", "large")
                .put("text", "x".repeat(70).concat("\n").repeat(510));
        assertThat(http.post("/emails", big).status()).isEqualTo(202);

        assertThat(eventually("warned@a.test", "Your mailbox is nearly full")).isTrue();
    }

    /** Whether a message with this subject comes to INBOX before patience ends. */
    private static boolean eventually(String address, String subject) throws Exception {
        java.time.Instant end = java.time.Instant.now().plusSeconds(20);
        boolean there = messages(address).encode().contains(subject);
        while (!there && java.time.Instant.now().isBefore(end)) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
            there = messages(address).encode().contains(subject);
        }
        return there;
    }

    @Test
    void ten_equal_requests_at_once_send_once() throws Exception {
        account("once@a.test");
        List<Thread> threads = new ArrayList<>();
        List<String> ids = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 10; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    Http.Answer answer =
                            http.post("/emails", email("once@a.test", "once"), "Idempotency-Key", "order-1");
                    ids.add(answer.status() + " " + answer.json().getString("id"));
                } catch (IOException | InterruptedException failure) {
                    ids.add(failure.toString());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ids).hasSize(10).allMatch(id -> id.equals(ids.getFirst())).allMatch(id -> id.startsWith("202 "));
        assertThat(messages("once@a.test").size()).isEqualTo(1);
        Http.Answer other = http.post("/emails", email("once@a.test", "other"), "Idempotency-Key", "order-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().getString("code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    /** REST, IMAP and POP3 give the same bytes of the one message in INBOX. */
    private static void assertSeenByEveryone(String address, String subject) throws Exception {
        JsonArray messages = messages(address);
        assertThat(messages.size()).isEqualTo(1);
        assertThat(messages.getJsonObject(0).getString("subject")).isEqualTo(subject);
        String id = messages.getJsonObject(0).getString("id");
        String rest =
                http.get("/accounts/" + address + "/messages/" + id + "/raw").body();
        assertThat(rest).contains("Subject: " + subject).startsWith("Return-Path: ");
        assertThat(byImap(address)).isEqualTo(rest);
        assertThat(byPop3(address)).isEqualTo(rest);
    }

    private static String byImap(String address) throws IOException {
        try (Dialogue imap = new Dialogue(server.port("imap"))) {
            imap.hear();
            login(imap, address);
            imap.say("b EXAMINE INBOX");
            imap.hearUntil("b OK");
            imap.say("c FETCH 1 (BODY.PEEK[])");
            List<String> lines = imap.hearUntil("c OK");
            assertThat(lines.getFirst()).contains("BODY[] {");
            assertThat(lines.get(lines.size() - 2)).isEqualTo(")");
            return String.join("\r\n", lines.subList(1, lines.size() - 2)) + "\r\n";
        }
    }

    private static String byPop3(String address) throws IOException {
        try (Dialogue pop3 = new Dialogue(server.port("pop3"))) {
            pop3.hear();
            pop3.say("USER " + address);
            pop3.hear();
            pop3.say("PASS " + PASSWORD);
            assertThat(pop3.hear()).startsWith("+OK");
            pop3.say("RETR 1");
            assertThat(pop3.hear()).startsWith("+OK");
            List<String> lines = pop3.hearUntil(".");
            return String.join("\r\n", lines.subList(0, lines.size() - 1)) + "\r\n";
        }
    }

    private static void login(Dialogue imap, String address) throws IOException {
        imap.say("a LOGIN " + address + " \"" + PASSWORD + "\"");
        imap.hearUntil("a OK");
    }

    private static void transaction(Dialogue smtp, String from, String to, String subject) throws IOException {
        assertThat(smtp.smtp("MAIL FROM:" + from)).startsWith("250 ");
        assertThat(smtp.smtp("RCPT TO:<" + to + ">")).startsWith("250 ");
        assertThat(smtp.smtp("DATA")).startsWith("354 ");
        assertThat(smtp.smtp("From: " + from + "\r\nTo: <" + to + ">\r\nSubject: " + subject + "\r\n\r\nHello\r\n."))
                .startsWith("250 2.0.0");
    }

    private static JsonArray messages(String address) throws Exception {
        return http.get("/accounts/" + address + "/messages?folder=INBOX")
                .json()
                .getJsonArray("messages");
    }

    private static JsonObject email(String to, String subject) {
        return new JsonObject()
                .put("from", "alice@a.test")
                .put("to", new JsonArray().add(to))
                .put("subject", subject)
                .put("text", "Hello");
    }

    private static void account(String address) throws Exception {
        Http.Answer made =
                http.post("/accounts", new JsonObject().put("address", address).put("password", PASSWORD));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private static String plain(String user, String password) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    }
}
