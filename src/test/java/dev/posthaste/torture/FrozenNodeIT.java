package dev.posthaste.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.TestDatabase;
import dev.posthaste.app.ConnectionInfo;
import dev.posthaste.queue.Policy;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of two nodes stands still, with deliveries in its hands, for longer than its leases last: the other one takes them
 * over, and the first one, when it goes on, puts down what it had not said to the final dot. {@code torture.frozen} sets the
 * seconds.
 */
class FrozenNodeIT {

    private static final int MAILS = 300;
    private static final int BEFORE_THE_FREEZE = 50;

    /** With 20 connections, a queue of several seconds. */
    private static final int SLOW_MILLIS = 2_000;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void what_a_node_that_stands_still_had_leased_is_delivered_by_the_other() throws Exception {
        Duration frozen = Duration.ofSeconds(Integer.getInteger("torture.frozen", 75));
        try (TestDatabase database = TestDatabase.empty();
                Sink sink = new Sink(SLOW_MILLIS);
                RunningServer first = start("first", database.connection(), sink);
                RunningServer second = start("second", database.connection(), sink)) {
            Http one = new Http(first.web(), Site.KEY);
            one.post("/domains", new JsonObject().put("name", "a.test"));
            one.post("/accounts", new JsonObject().put("address", Site.SENDER).put("password", Site.PASSWORD));
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < MAILS; i++) {
                ids.add(accepted(one.post("/emails", email("m" + i))));
            }
            await(() -> sink.arrivals().size() >= BEFORE_THE_FREEZE, () -> told(one, ids));
            signal(first, "-STOP");
            LockSupport.parkNanos(frozen.toNanos());
            signal(first, "-CONT");

            Http two = new Http(second.web(), Site.KEY);
            await(() -> sink.arrivals().size() == MAILS, () -> told(two, ids));
            for (String id : ids) {
                await(() -> isDelivered(two, id), () -> told(two, List.of(id)));
            }
            long twice = sink.arrivals().values().stream()
                    .filter(times -> times.size() > 1)
                    .count();
            System.out.printf("a node frozen for %d s: %d relayed, %d twice%n", frozen.toSeconds(), MAILS, twice);
            assertThat(sink.arrivals().values()).allMatch(times -> times.size() <= 2);
            // Only what had had its final dot, and no answer yet, when the node stood still.
            assertThat(twice).isLessThanOrEqualTo(Policy.DEFAULT.runningPerDestination());
        }
    }

    private RunningServer start(String name, ConnectionInfo database, Sink sink) {
        RunningServer server = RunningServer.start(
                folder.resolve(name),
                Map.of(
                        "POSTHASTE_DATABASE_URL",
                        "postgresql://" + database.user() + ':'
                                + database.password().use(text -> text) + '@' + database.host() + ':' + database.port()
                                + '/' + database.database(),
                        "POSTHASTE_ADMIN_KEY",
                        Site.KEY,
                        "POSTHASTE_MASTER_KEY",
                        Base64.getEncoder().encodeToString(new byte[32]),
                        "POSTHASTE_RELAY_ROUTES",
                        Mail.FAR + "=127.0.0.1:" + sink.port()));
        assertThat(server.ready()).as(server.output()).isTrue();
        return server;
    }

    private static String accepted(Http.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().getString("id");
    }

    private static JsonObject email(String to) {
        return new JsonObject()
                .put("from", Site.SENDER)
                .put("to", new JsonArray().add(to + '@' + Mail.FAR))
                .put("subject", to)
                .put("text", "Hello");
    }

    private static boolean isDelivered(Http http, String id) {
        try {
            return http.get("/emails/" + id).json().getString("status").equals("delivered");
        } catch (IOException cut) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the server says of those emails that are not delivered. */
    private static String told(Http http, List<String> ids) {
        StringBuilder told = new StringBuilder();
        for (String id : ids) {
            try {
                String recipients = http.get("/emails/" + id + "/recipients").body();
                told.append(recipients.contains("\"delivered\"") ? "" : recipients + '\n');
            } catch (IOException cut) {
                told.append(cut);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return told.toString();
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(condition.getAsBoolean()).as(otherwise).isTrue();
    }

    private static void signal(RunningServer server, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(server.handle().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }
}
