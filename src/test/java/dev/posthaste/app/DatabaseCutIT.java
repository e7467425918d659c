package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Cable;
import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.TestDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away and comes back: temporary errors, recovery without a restart, nothing lost. */
class DatabaseCutIT {

    private static final String KEY = "ph_test_cut";

    @TempDir
    Path folder;

    @Test
    void every_door_says_come_again_and_opens_again_by_itself() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                Cable cable = new Cable(database.connection().port());
                RunningServer server = RunningServer.start(folder, variables(database.connection(), cable))) {
            assertThat(server.ready()).as(server.output()).isTrue();
            Http http = new Http(server.web(), KEY);
            http.post("/domains", new JsonObject().put("name", "a.test"));
            http.post(
                    "/accounts", new JsonObject().put("address", "alice@a.test").put("password", "correct horse"));
            assertThat(http.post("/emails", email("before")).status()).isEqualTo(202);
            try (Dialogue smtp = new Dialogue(server.port("mx"));
                    Dialogue imap = new Dialogue(server.port("imap"))) {
                imap.hear();
                imap.say("a LOGIN alice@a.test \"correct horse\"");
                imap.hearUntil("a OK");
                imap.say("b SELECT INBOX");
                imap.hearUntil("b OK");
                smtp.reply();
                smtp.smtp("EHLO far.test");
                smtp.smtp("MAIL FROM:<x@far.test>");
                smtp.smtp("RCPT TO:<alice@a.test>");
                smtp.smtp("DATA");

                cable.cut();

                assertThat(smtp.smtp("Subject: in the cut\r\n\r\nHello\r\n.")).startsWith("451 4.3.0");
                Http.Answer refused = http.post("/emails", email("refused"));
                assertThat(refused.status()).as(refused.body()).isEqualTo(503);
                assertThat(refused.json().getString("code")).isEqualTo("UNAVAILABLE");
                assertThat(refused.response().headers().firstValue("Retry-After"))
                        .isPresent();
                imap.say("c FETCH 1 (BODY.PEEK[])");
                assertThat(imap.hearUntil("c ").getLast()).startsWith("c NO");

                cable.mend();

                assertThat(accepted(http)).isTrue();
                smtp.smtp("MAIL FROM:<x@far.test>");
                assertThat(smtp.smtp("RCPT TO:<alice@a.test>")).startsWith("250 ");
                imap.say("d SEARCH ALL");
                assertThat(imap.hearUntil("d ").getLast()).startsWith("d OK");
            }
            String inbox =
                    http.get("/accounts/alice@a.test/messages?folder=INBOX").body();
            assertThat(inbox).contains("before").contains("after").doesNotContain("refused", "in the cut");
        }
    }

    private static boolean accepted(Http http) throws Exception {
        Instant end = Instant.now().plusSeconds(30);
        int status = http.post("/emails", email("after")).status();
        while (status != 202 && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(100_000_000);
            status = http.post("/emails", email("after")).status();
        }
        return status == 202;
    }

    private static Map<String, String> variables(ConnectionInfo database, Cable cable) {
        return Map.of(
                "POSTHASTE_DATABASE_URL",
                "postgresql://" + database.user() + ':' + database.password().use(text -> text) + "@127.0.0.1:"
                        + cable.port() + '/' + database.database(),
                "POSTHASTE_ADMIN_KEY",
                KEY);
    }

    private static JsonObject email(String subject) {
        return new JsonObject()
                .put("from", "alice@a.test")
                .put("to", new JsonArray().add("alice@a.test"))
                .put("subject", subject)
                .put("text", "Hello");
    }
}
