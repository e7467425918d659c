package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Dialogue;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.TestDatabase;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password hash of weaker parameters, such as an older version of the server left, is replaced at the next login. */
class PasswordRehashIT {

    private static final String KEY = "ph_test_rehash";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of {@code password}, with 256 KiB; a test vector of the reference implementation. */
    private static final String WEAK =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @TempDir
    Path folder;

    @Test
    void a_login_replaces_a_weak_hash_and_a_wrong_password_does_not() throws Exception {
        try (TestDatabase database = TestDatabase.empty();
                RunningServer server = RunningServer.start(folder, settings(database.connection()))) {
            assertThat(server.ready()).as(server.output()).isTrue();
            Http api = new Http(server.web(), KEY);
            api.post("/domains", new JsonObject().put("name", "a.test"));
            api.post(
                    "/accounts", new JsonObject().put("address", "alice@a.test").put("password", "correct horse"));
            assertThat(hash(database)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");

            database.mutinyPool()
                    .preparedQuery("update account set password_hash = $1 where address = 'alice@a.test'")
                    .execute(Tuple.of(WEAK))
                    .await()
                    .atMost(TIMEOUT);
            assertThat(login(server, "wrong")).startsWith("-ERR");
            assertThat(hash(database)).isEqualTo(WEAK);

            assertThat(login(server, "password")).startsWith("+OK");
            assertThat(hash(database)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
            assertThat(login(server, "password")).startsWith("+OK");
        }
    }

    private static String login(RunningServer server, String password) throws Exception {
        try (Dialogue pop3 = new Dialogue(server.port("pop3"))) {
            pop3.hear();
            pop3.say("USER alice@a.test");
            pop3.hear();
            pop3.say("PASS " + password);
            String answer = pop3.hear();
            pop3.say("QUIT");
            pop3.hear();
            return answer;
        }
    }

    private static String hash(TestDatabase database) {
        return database.mutinyPool()
                .preparedQuery("select password_hash from account where address = 'alice@a.test'")
                .execute()
                .await()
                .atMost(TIMEOUT)
                .iterator()
                .next()
                .getString(0);
    }

    private static Map<String, String> settings(ConnectionInfo database) {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "POSTHASTE_DATABASE_URL",
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                database.user(),
                                database.password().<String>use(password -> password),
                                database.host(),
                                database.port(),
                                database.database()));
        settings.put("POSTHASTE_ADMIN_KEY", KEY);
        return settings;
    }
}
