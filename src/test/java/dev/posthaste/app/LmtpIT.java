package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Relays that nobody here wrote hand mail over by LMTP. */
class LmtpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than the quota of small@a.test, and less than everybody else's. */
    private static final String BODY = ("x".repeat(70) + "\r\n").repeat(60);

    private static final int SMALL_QUOTA = 2_000;

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"));
        assertThat(server.ready()).as(server.output()).isTrue();
        http = new Http(server.web(), server.adminKey());
        http.post("/domains", new JsonObject().put("name", "a.test"));
        for (String name : List.of("alice", "bob", "small", "carol", "dave", "tiny")) {
            JsonObject account =
                    new JsonObject().put("address", name + "@a.test").put("password", "correct horse");
            Http.Answer made = http.post("/accounts", account);
            assertThat(made.status()).as(made.body()).isEqualTo(201);
        }
        for (String name : List.of("small", "tiny")) {
            quota(name + "@a.test", SMALL_QUOTA);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pythons_lmtp_client_hears_of_each_recipient() throws Exception {
        String script = """
                import smtplib, sys
                message = sys.stdin.buffer.read()
                with smtplib.LMTP("127.0.0.1", int(sys.argv[1]), local_hostname="relay.test", timeout=60) as lmtp:
                    print("EHLO", lmtp.docmd("EHLO", "relay.test")[0])
                    print("LHLO", lmtp.ehlo()[0])
                    print(sorted(set(lmtp.esmtp_features) & {"pipelining", "enhancedstatuscodes", "8bitmime", "size"}))
                    print("MAIL", lmtp.mail("stranger@far.test", ["SIZE=%d" % len(message)])[0])
                    rcpt = [lmtp.rcpt(to)[0] for to in sys.argv[2:]]
                    print("RCPT", rcpt)
                    first = lmtp.data(message)[0]
                    print("DATA", [first] + [lmtp.getreply()[0] for taken in range(rcpt.count(250) - 1)])
                    print("NOOP", lmtp.noop()[0])
                """;

        String said =
                python(script, message("from Python"), "alice@a.test", "nobody@a.test", "small@a.test", "bob+x@a.test");

        assertThat(said.lines())
                .containsExactly(
                        "EHLO 500",
                        "LHLO 250",
                        "['8bitmime', 'enhancedstatuscodes', 'pipelining', 'size']",
                        "MAIL 250",
                        "RCPT [250, 550, 250, 250]",
                        "DATA [250, 452, 250]",
                        "NOOP 250");
        assertThat(subjects("alice@a.test")).containsOnlyOnce("from Python");
        assertThat(subjects("bob@a.test")).containsOnlyOnce("from Python");
        assertThat(subjects("small@a.test")).doesNotContain("from Python");
        String id = new JsonObject(http.get("/accounts/alice@a.test/messages").body())
                .getJsonArray("messages")
                .getJsonObject(0)
                .getString("id");
        assertThat(http.get("/accounts/alice@a.test/messages/" + id + "/raw").body())
                .startsWith("Return-Path: <stranger@far.test>\r\nReceived: from relay.test ([127.0.0.1])\r\n")
                .contains("\tby localhost with LMTP\r\n");
    }

    @Test
    void postfix_delivers_to_who_has_room_and_comes_again_for_who_has_none() throws Exception {
        assumeTrue(Postfix.isInstalled(), "Postfix is not installed, or we are not root");
        try (Postfix postfix = Postfix.startWithLmtp(folder.resolve("postfix"), server.port("lmtp"))) {
            inject(postfix, "carol@a.test", "nobody@a.test", "tiny@a.test", "dave@a.test");

            await(() -> logged(postfix, "carol@a.test", "status=sent (250 2.0.0 OK em_"), postfix);
            await(() -> logged(postfix, "dave@a.test", "status=sent (250 2.0.0 OK em_"), postfix);
            await(() -> logged(postfix, "nobody@a.test", "550 5.1.1"), postfix);
            await(() -> logged(postfix, "tiny@a.test", "status=deferred"), postfix);
            assertThat(logged(postfix, "tiny@a.test", "452 4.2.2"))
                    .as(postfix.log())
                    .isTrue();

            quota("tiny@a.test", 1_000_000);
            postfix.flush();
            await(() -> logged(postfix, "tiny@a.test", "status=sent (250 2.0.0 OK em_"), postfix);
        }
        for (String name : List.of("carol", "dave", "tiny")) {
            assertThat(subjects(name + "@a.test")).as(name).containsOnlyOnce("from Postfix");
        }
    }

    @Test
    void whoever_is_not_trusted_is_sent_away() throws Exception {
        try (RunningServer guarded = RunningServer.start(
                folder.resolve("guarded"),
                Map.of("POSTHASTE_LMTP_TRUSTED", "192.0.2.0/24", "POSTHASTE_ROLES", "api,lmtp"))) {
            assertThat(guarded.ready()).as(guarded.output()).isTrue();
            try (Dialogue stranger = new Dialogue(guarded.port("lmtp"))) {
                assertThat(stranger.reply()).startsWith("554 5.7.1 ");
            }
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, Postfix postfix) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.holds() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        assertThat(condition.holds()).as(postfix.log()).isTrue();
    }

    private static boolean logged(Postfix postfix, String recipient, String text) throws IOException {
        return postfix.log().lines().anyMatch(line -> line.contains("to=<" + recipient + ">") && line.contains(text));
    }

    private static void quota(String address, int octets) throws Exception {
        JsonObject quota = new JsonObject().put("storage_bytes", octets);
        Http.Answer changed = http.patch("/accounts/" + address, new JsonObject().put("quota", quota));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    private static String subjects(String address) throws Exception {
        return http.get("/accounts/" + address + "/messages?folder=INBOX").body();
    }

    private static String message(String subject) {
        return "From: stranger@far.test\r\nTo: all@a.test\r\nSubject: " + subject + "\r\n\r\n" + BODY;
    }

    private static void inject(Postfix postfix, String... to) throws Exception {
        try (Dialogue smtp = new Dialogue(postfix.port())) {
            smtp.reply();
            smtp.smtp("EHLO client.p.test");
            smtp.smtp("MAIL FROM:<bob@p.test>");
            for (String one : to) {
                assertThat(smtp.smtp("RCPT TO:<" + one + ">")).startsWith("250 ");
            }
            smtp.smtp("DATA");
            assertThat(smtp.smtp(message("from Postfix") + ".")).startsWith("250 ");
        }
    }

    private static String python(String script, String input, String... recipients) throws Exception {
        List<String> command = new ArrayList<>(List.of("python3", "-c", script, Integer.toString(server.port("lmtp"))));
        command.addAll(List.of(recipients));
        Process python;
        try {
            python = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            assumeTrue(false, "python3 is not installed");
            throw missing;
        }
        python.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        python.getOutputStream().close();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor()).as(said).isZero();
        return said;
    }
}
