package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Domains, addresses, keys and certificates that a tenant manages, as mail sees them. */
class HostingIT {

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"));
        assertThat(server.ready()).as(server.output()).isTrue();
        http = new Http(server.web(), server.adminKey());
        created("/domains", new JsonObject().put("name", "a.test"));
        created("/domains", new JsonObject().put("name", "bücher.test"));
        created("/accounts", account("alice@a.test"));
        created("/accounts", account("pelé@bücher.test"));
        created("/accounts/alice@a.test/aliases", new JsonObject().put("address", "sales@a.test"));
        created("/accounts/alice@a.test/aliases", new JsonObject().put("address", "*@a.test"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aliases_details_and_the_catch_all_lead_to_the_account() throws Exception {
        int before = count("alice@a.test");
        try (Dialogue peer = peer()) {
            for (String to : List.of("Sales@A.TEST", "sales+list@a.test", "alice+x@a.test", "whoever@a.test")) {
                assertThat(deliver(peer, "MAIL FROM:<x@far.test>", "RCPT TO:<" + to + ">"))
                        .startsWith("250 ");
            }
            assertThat(deliver(peer, "MAIL FROM:<x@far.test>", "RCPT TO:<sales@a.test>", "RCPT TO:<alice@a.test>"))
                    .startsWith("250 ");
        }
        assertThat(count("alice@a.test") - before)
                .as("one message a folder for each mail")
                .isEqualTo(5);
    }

    @Test
    void domains_and_local_parts_beyond_ascii_are_the_same_in_every_form() throws Exception {
        int before = count("pelé@bücher.test");
        try (Dialogue peer = peer()) {
            assertThat(deliver(peer, "MAIL FROM:<x@far.test> SMTPUTF8", "RCPT TO:<pelé@xn--bcher-kva.test>"))
                    .startsWith("250 ");
            assertThat(deliver(peer, "MAIL FROM:<x@far.test> SMTPUTF8", "RCPT TO:<PELÉ@bücher.test>"))
                    .startsWith("250 ");
            peer.smtp("MAIL FROM:<x@far.test>");
            assertThat(peer.smtp("RCPT TO:<pelé@bücher.test>")).startsWith("553 5.6.7");
        }
        assertThat(count("pelé@bücher.test") - before).isEqualTo(2);
    }

    @Test
    void an_address_and_a_domain_are_given_once_and_a_domain_in_use_stays() throws Exception {
        assertThat(http.post("/accounts", account("SALES@a.test")).status()).isEqualTo(409);
        assertThat(http.post("/domains", new JsonObject().put("name", "A.test")).status())
                .isEqualTo(409);
        assertThat(http.post("/accounts", account("x@elsewhere.test")).status()).isBetween(400, 499);
        assertThat(http.delete("/domains/a.test").status()).isEqualTo(409);
    }

    @Test
    void a_key_does_what_its_scopes_say_until_it_is_revoked() throws Exception {
        JsonObject made = created(
                "/api_keys",
                new JsonObject().put("name", "reader").put("scopes", new JsonArray().add("accounts:read")));
        Http reader = new Http(server.web(), made.getString("key", made.getString("secret")));
        assertThat(reader.get("/accounts").status()).isEqualTo(200);
        Http.Answer refused = reader.get("/domains");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("domains:read");
        assertThat(http.delete("/api_keys/" + made.getString("id")).status()).isBetween(200, 204);
        assertThat(reader.get("/accounts").status()).isEqualTo(401);
    }

    @Test
    void keys_that_ask_at_the_same_time_are_never_taken_for_one_another() throws Exception {
        List<Asking> askings = List.of(
                asking(key("accounts:read"), "/accounts", 200),
                asking(key("accounts:read"), "/domains", 403),
                asking(key("domains:read"), "/domains", 200),
                asking(key("domains:read"), "/accounts", 403),
                sending(key("emails:send"), 202),
                sending(key("accounts:read"), 403));

        List<Future<List<Integer>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(askings.size() * 4)) {
            for (int n = 0; n < askings.size() * 4; n++) {
                Asking asking = askings.get(n % askings.size());
                answers.add(callers.submit(() -> asking.often(100)));
            }
        }
        for (int n = 0; n < answers.size(); n++) {
            assertThat(answers.get(n).get())
                    .containsOnly(askings.get(n % askings.size()).expected());
        }
    }

    /** A request with a key of its own, and the status that it alone may have. */
    private record Asking(Callable<Http.Answer> request, int expected) {
        List<Integer> often(int times) throws Exception {
            List<Integer> statuses = new ArrayList<>();
            for (int n = 0; n < times; n++) {
                statuses.add(request.call().status());
            }
            return statuses;
        }
    }

    private static Asking asking(Http by, String path, int expected) {
        return new Asking(() -> by.get(path), expected);
    }

    private static Asking sending(Http by, int expected) {
        JsonObject email = new JsonObject()
                .put("from", "alice@a.test")
                .put("to", new JsonArray().add("alice@a.test"))
                .put("subject", "at the same time")
                .put("text", "Hello");
        return new Asking(() -> by.post("/emails", email), expected);
    }

    private static Http key(String scope) throws Exception {
        JsonObject made =
                created("/api_keys", new JsonObject().put("name", scope).put("scopes", new JsonArray().add(scope)));
        return new Http(server.web(), made.getString("key", made.getString("secret")));
    }

    @Test
    void an_uploaded_certificate_is_presented_at_once_on_every_tls_port() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("cert.pem");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=mail.a.test",
                "-addext",
                "subjectAltName=DNS:mail.a.test",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        assertThat(presented("imaps", "mail.a.test")).doesNotContain("CN = mail.a.test");

        JsonObject uploaded = created(
                "/certificates",
                new JsonObject().put("chain", Files.readString(certificate)).put("private_key", Files.readString(key)));

        assertThat(presented("imaps", "mail.a.test")).contains("CN = mail.a.test");
        assertThat(presented("submissions", "mail.a.test")).contains("CN = mail.a.test");
        assertThat(presented("pop3s", "mail.a.test")).contains("CN = mail.a.test");
        assertThat(presented("imaps", "other.test")).doesNotContain("CN = mail.a.test");
        assertThat(http.delete("/certificates/" + uploaded.getString("id")).status())
                .isBetween(200, 204);
        assertThat(presented("imaps", "mail.a.test")).doesNotContain("CN = mail.a.test");
    }

    private static String presented(String listener, String name) throws Exception {
        return run(
                "sh",
                "-c",
                "echo | openssl s_client -connect 127.0.0.1:" + server.port(listener) + " -servername " + name
                        + " 2>/dev/null | openssl x509 -noout -subject");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static Dialogue peer() throws Exception {
        Dialogue peer = new Dialogue(server.port("mx"));
        peer.reply();
        peer.smtp("EHLO mail.far.test");
        return peer;
    }

    private static String deliver(Dialogue peer, String... commands) throws Exception {
        for (String command : commands) {
            assertThat(peer.smtp(command)).as(command).startsWith("250 ");
        }
        peer.smtp("DATA");
        return peer.smtp("From: x@far.test\r\nSubject: to " + commands[1].length() + "\r\n\r\nHello\r\n.");
    }

    private static int count(String address) throws Exception {
        String encoded = java.net.URLEncoder.encode(address, StandardCharsets.UTF_8);
        return http.get("/accounts/" + encoded + "/messages?folder=INBOX")
                .json()
                .getJsonArray("messages")
                .size();
    }

    private static JsonObject account(String address) {
        return new JsonObject().put("address", address).put("password", "correct horse");
    }

    private static JsonObject created(String path, JsonObject body) throws Exception {
        Http.Answer answer = http.post(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }
}
