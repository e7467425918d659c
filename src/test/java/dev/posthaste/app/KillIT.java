package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under load, again and again: what was acknowledged is there, once, and no UID is given twice. */
class KillIT {

    private static final int KILLS = 3;
    private static final int SENDERS = 6;
    private static final int ACKNOWLEDGED_BEFORE_A_KILL = 60;

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();

    @Test
    void nothing_that_was_acknowledged_is_lost() throws Exception {
        Random chance = new Random(17);
        String key = null;
        for (int kill = 0; kill < KILLS; kill++) {
            try (RunningServer server = RunningServer.start(folder)) {
                assertThat(server.ready()).as(server.output()).isTrue();
                if (key == null) {
                    key = server.adminKey();
                    prepare(new Http(server.web(), key));
                }
                loadAndKill(server, key, kill, chance);
            }
        }
        try (RunningServer server = RunningServer.start(folder)) {
            assertThat(server.ready()).as(server.output()).isTrue();
            List<String> lines = inbox(server);
            Set<String> subjects = new HashSet<>();
            lines.stream().filter(line -> line.startsWith("Subject: ")).forEach(subjects::add);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED_BEFORE_A_KILL);
            assertThat(acknowledged).allMatch(subjects::contains);
            long messages =
                    lines.stream().filter(line -> line.contains(" FETCH ")).count();
            assertThat(subjects).hasSize((int) messages);
        }
    }

    private static void prepare(Http http) throws Exception {
        http.post("/domains", new JsonObject().put("name", "a.test"));
        Http.Answer made = http.post(
                "/accounts", new JsonObject().put("address", "alice@a.test").put("password", "correct horse"));
        assertThat(made.status()).isEqualTo(201);
    }

    private void loadAndKill(RunningServer server, String key, int round, Random chance) throws Exception {
        CountDownLatch enough = new CountDownLatch(ACKNOWLEDGED_BEFORE_A_KILL + chance.nextInt(20));
        Thread[] senders = new Thread[SENDERS];
        for (int i = 0; i < SENDERS; i++) {
            String name = round + "-" + i;
            boolean bySmtp = i % 2 == 0;
            senders[i] = Thread.ofPlatform().start(() -> {
                if (bySmtp) {
                    bySmtp(server, name, enough);
                } else {
                    byRest(server, key, name, enough);
                }
            });
        }
        enough.await();
        server.kill();
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void bySmtp(RunningServer server, String name, CountDownLatch enough) {
        try (Dialogue smtp = new Dialogue(server.port("mx"))) {
            smtp.reply();
            smtp.smtp("EHLO load.test");
            for (int n = 0; ; n++) {
                String subject = "Subject: smtp-" + name + "-" + n;
                smtp.smtp("MAIL FROM:<load@far.test>");
                smtp.smtp("RCPT TO:<alice@a.test>");
                smtp.smtp("DATA");
                if (smtp.smtp(subject + "\r\n\r\nHello\r\n.").startsWith("250")) {
                    acknowledged.add(subject);
                    enough.countDown();
                }
            }
        } catch (IOException killed) {
            // That is how each round ends.
            assertThat(killed).isNotNull();
        }
    }

    private void byRest(RunningServer server, String key, String name, CountDownLatch enough) {
        Http http = new Http(server.web(), key);
        try {
            for (int n = 0; ; n++) {
                String subject = "rest-" + name + "-" + n;
                JsonObject email = new JsonObject()
                        .put("from", "alice@a.test")
                        .put("to", new JsonArray().add("alice@a.test"))
                        .put("subject", subject)
                        .put("text", "Hello");
                if (http.post("/emails", email).status() == 202) {
                    acknowledged.add("Subject: " + subject);
                    enough.countDown();
                }
            }
        } catch (IOException | InterruptedException killed) {
            // That is how each round ends.
            assertThat(killed).isNotNull();
        }
    }

    private static List<String> inbox(RunningServer server) throws IOException {
        try (Dialogue imap = new Dialogue(server.port("imap"))) {
            imap.hear();
            imap.say("a LOGIN alice@a.test \"correct horse\"");
            imap.hearUntil("a OK");
            imap.say("b EXAMINE INBOX");
            imap.hearUntil("b OK");
            imap.say("c FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])");
            return imap.hearUntil("c OK");
        }
    }
}
