package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A foreign Postfix exchanges mail with us in both directions. */
class PostfixIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void mail_goes_to_postfix_and_comes_from_it() throws Exception {
        assumeTrue(Postfix.isInstalled(), "Postfix is not installed, or we are not root");
        try (RunningServer receiver = RunningServer.start(folder.resolve("receiver"));
                Postfix postfix = Postfix.start(folder.resolve("postfix"), receiver.port("mx"));
                RunningServer sender = RunningServer.start(
                        folder.resolve("sender"),
                        Map.of("POSTHASTE_RELAY_ROUTES", "p.test=127.0.0.1:" + postfix.port()))) {
            Http here = host(sender, "s.test", "carol@s.test");
            Http there = host(receiver, "a.test", "alice@a.test");

            JsonObject sent =
                    here.post("/emails", email("bob@p.test", "nobody@p.test")).json();
            await(() -> postfix.bobsMail().size() == 1, postfix);
            assertThat(postfix.bobsMail().getFirst())
                    .contains("DKIM-Signature: v=1; a=rsa-sha256")
                    .contains("Subject: to Postfix");
            String path = "/emails/" + sent.getString("id");
            await(() -> here.get(path).body().contains("\"bounced\""), postfix);
            await(() -> here.get("/accounts/carol@s.test/messages").body().contains("\"msg_"), postfix);

            inject(postfix, "alice@a.test", "nobody@a.test");
            await(
                    () -> there.get("/accounts/alice@a.test/messages?folder=INBOX")
                            .body()
                            .contains("from Postfix"),
                    postfix);
            await(
                    () -> postfix.log().contains("to=<nobody@a.test>")
                            && postfix.log().contains("status=bounced"),
                    postfix);
            assertThat(postfix.log())
                    .contains("TLS connection established to 127.0.0.1[127.0.0.1]:" + receiver.port("mx"))
                    .contains("550 5.1.1");
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

    private static Http host(RunningServer server, String domain, String address) throws Exception {
        assertThat(server.ready()).as(server.output()).isTrue();
        Http http = new Http(server.web(), server.adminKey());
        http.post("/domains", new JsonObject().put("name", domain));
        Http.Answer made =
                http.post("/accounts", new JsonObject().put("address", address).put("password", "correct horse"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return http;
    }

    private static JsonObject email(String... to) {
        JsonArray recipients = new JsonArray();
        for (String one : to) {
            recipients.add(one);
        }
        return new JsonObject()
                .put("from", "carol@s.test")
                .put("to", recipients)
                .put("subject", "to Postfix")
                .put("text", "Hello");
    }

    private static void inject(Postfix postfix, String... to) throws Exception {
        try (Dialogue smtp = new Dialogue(postfix.port())) {
            smtp.reply();
            smtp.smtp("EHLO client.p.test");
            for (String one : to) {
                smtp.smtp("MAIL FROM:<bob@p.test>");
                assertThat(smtp.smtp("RCPT TO:<" + one + ">")).startsWith("250 ");
                smtp.smtp("DATA");
                assertThat(smtp.smtp("From: bob@p.test\r\nTo: " + one + "\r\nSubject: from Postfix\r\n\r\nHello\r\n."))
                        .startsWith("250 ");
            }
        }
    }
}
