package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.TestDatabase;
import dev.posthaste.mailbox.redis.RedisProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one PostgreSQL and one Redis are one server. */
class TwoNodesIT {

    private static final String KEY = "ph_test_two_nodes";

    @TempDir
    Path folder;

    @Test
    void what_one_accepts_an_idling_client_of_the_other_sees_and_losing_redis_loses_nothing() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                RedisProcess redis = RedisProcess.start()) {
            Map<String, String> shared = shared(database.connection(), redis.url());
            try (RunningServer first = RunningServer.start(folder.resolve("first"), shared);
                    RunningServer second = RunningServer.start(folder.resolve("second"), shared)) {
                assertThat(first.ready()).as(first.output()).isTrue();
                assertThat(second.ready()).as(second.output()).isTrue();
                Http one = new Http(first.web(), KEY);
                one.post("/domains", new JsonObject().put("name", "a.test"));
                one.post(
                        "/accounts",
                        new JsonObject().put("address", "alice@a.test").put("password", "correct horse"));
                try (Dialogue imap = new Dialogue(second.port("imap"))) {
                    imap.hear();
                    imap.say("a LOGIN alice@a.test \"correct horse\"");
                    imap.hearUntil("a OK");
                    imap.say("b SELECT INBOX");
                    imap.hearUntil("b OK");
                    imap.say("c IDLE");
                    assertThat(imap.hear()).startsWith("+");

                    assertThat(one.post("/emails", email("one")).status()).isEqualTo(202);
                    assertThat(imap.hearUntil("* 1 EXISTS")).isNotEmpty();

                    redis.close();
                    assertThat(one.post("/emails", email("two")).status()).isEqualTo(202);
                    assertThat(imap.hearUntil("* 2 EXISTS"))
                            .as("slowly, but by itself")
                            .isNotEmpty();
                    imap.say("DONE");
                    imap.hearUntil("c OK");
                    assertThat(one.post("/emails", email("three")).status()).isEqualTo(202);
                    imap.say("d NOOP");
                    assertThat(imap.hearUntil("d OK")).contains("* 3 EXISTS");
                    imap.say("e SEARCH ALL");
                    assertThat(imap.hearUntil("e OK")).contains("* SEARCH 1 2 3");
                }
            }
        }
    }

    @Test
    void a_maildrop_that_one_node_serves_is_in_use_on_the_other_until_quit() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                RedisProcess redis = RedisProcess.start()) {
            Map<String, String> shared = shared(database.connection(), redis.url());
            try (RunningServer first = RunningServer.start(folder.resolve("first"), shared);
                    RunningServer second = RunningServer.start(folder.resolve("second"), shared)) {
                assertThat(first.ready()).as(first.output()).isTrue();
                assertThat(second.ready()).as(second.output()).isTrue();
                Http one = new Http(first.web(), KEY);
                one.post("/domains", new JsonObject().put("name", "a.test"));
                one.post(
                        "/accounts",
                        new JsonObject().put("address", "alice@a.test").put("password", "correct horse"));
                assertThat(one.post("/emails", email("one")).status()).isEqualTo(202);
                try (Dialogue here = new Dialogue(first.port("pop3"));
                        Dialogue there = new Dialogue(second.port("pop3"))) {
                    here.hear();
                    there.hear();
                    assertThat(login(here)).startsWith("+OK Maildrop has 1 messages");
                    assertThat(login(there)).startsWith("-ERR [IN-USE]");
                    here.say("DELE 1");
                    assertThat(here.hear()).startsWith("+OK");
                    here.say("QUIT");
                    assertThat(here.hear()).startsWith("+OK");
                    assertThat(login(there)).startsWith("+OK Maildrop has 0 messages");
                }
            }
        }
    }

    private static String login(Dialogue pop3) throws Exception {
        pop3.say("USER alice@a.test");
        pop3.hear();
        pop3.say("PASS correct horse");
        return pop3.hear();
    }

    private static Map<String, String> shared(ConnectionInfo database, String redis) {
        Map<String, String> shared = new HashMap<>();
        shared.put(
                "POSTHASTE_DATABASE_URL",
                "postgresql://" + database.user() + ':' + database.password().use(text -> text) + '@' + database.host()
                        + ':' + database.port() + '/' + database.database());
        shared.put("POSTHASTE_REDIS_URL", redis);
        shared.put("POSTHASTE_ADMIN_KEY", KEY);
        shared.put("POSTHASTE_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        return shared;
    }

    private static JsonObject email(String subject) {
        return new JsonObject()
                .put("from", "alice@a.test")
                .put("to", new JsonArray().add("alice@a.test"))
                .put("subject", subject)
                .put("text", "Hello");
    }
}
