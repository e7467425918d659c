package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail between two servers that know each other by a route only. */
class TwoServersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void mail_is_signed_and_delivered_and_what_fails_is_reported() throws Exception {
        try (RunningServer far = RunningServer.start(folder.resolve("far"));
                RunningServer near = RunningServer.start(
                        folder.resolve("near"),
                        Map.of("POSTHASTE_RELAY_ROUTES", "b.test=127.0.0.1:" + far.port("mx")))) {
            Http there = tenant(far, "b.test", "bob@b.test");
            Http here = tenant(near, "a.test", "alice@a.test");

            JsonObject sent = here.post(
                            "/emails",
                            new JsonObject()
                                    .put("from", "alice@a.test")
                                    .put("to", new JsonArray().add("bob@b.test").add("nobody@b.test"))
                                    .put("subject", "across")
                                    .put("text", "Hello"))
                    .json();

            JsonObject settled = await(
                    () -> here.get("/emails/" + sent.getString("id")).json(),
                    email -> status(email, 0).equals("delivered")
                            && status(email, 1).equals("bounced"));
            assertThat(settled.encode()).contains("5.1.1");
            String attempts =
                    here.get("/emails/" + sent.getString("id") + "/recipients").body();
            assertThat(attempts).contains("550").contains("127.0.0.1").contains("TLSv1.3");
            JsonObject arrived =
                    there.get("/accounts/bob@b.test/messages?folder=INBOX").json();
            String id = arrived.getJsonArray("messages").getJsonObject(0).getString("id");
            String raw =
                    there.get("/accounts/bob@b.test/messages/" + id + "/raw").body();
            assertThat(raw).contains("DKIM-Signature: v=1; a=rsa-sha256").contains("a=ed25519-sha256");
            JsonObject reports = await(
                    () -> here.get("/accounts/alice@a.test/messages?folder=INBOX")
                            .json(),
                    list -> !list.getJsonArray("messages").isEmpty());
            String report = reports.getJsonArray("messages").getJsonObject(0).getString("id");
            assertThat(here.get("/accounts/alice@a.test/messages/" + report + "/raw")
                            .body())
                    .startsWith("Return-Path: <>")
                    .contains("multipart/report")
                    .contains("nobody@b.test")
                    .contains("Status: 5.1.1");
        }
    }

    private interface Question {
        JsonObject ask() throws Exception;
    }

    private static JsonObject await(Question question, Predicate<JsonObject> answered) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        JsonObject answer = question.ask();
        while (!answered.test(answer) && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            answer = question.ask();
        }
        assertThat(answered.test(answer)).as(answer.encode()).isTrue();
        return answer;
    }

    private static String status(JsonObject email, int recipient) {
        return email.getJsonArray("recipients").getJsonObject(recipient).getString("status");
    }

    private static Http tenant(RunningServer server, String domain, String address) throws Exception {
        assertThat(server.ready()).as(server.output()).isTrue();
        Http http = new Http(server.web(), server.adminKey());
        assertThat(http.post("/domains", new JsonObject().put("name", domain)).status())
                .isEqualTo(201);
        assertThat(http.post(
                                "/accounts",
                                new JsonObject().put("address", address).put("password", "correct horse"))
                        .status())
                .isEqualTo(201);
        return http;
    }
}
