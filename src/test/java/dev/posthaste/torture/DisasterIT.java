package dev.posthaste.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Cable;
import dev.posthaste.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the server stands on is taken away and given back: every door puts its clients off, goes on by itself, and nothing
 * that was acknowledged is lost. {@code make torture} sets {@code torture.gone}, the seconds that it lasts.
 */
class DisasterIT {

    private static final long SEED = 7;

    /** In a normal run; 30 under {@code make torture}. */
    private static final int SECONDS_GONE = 4;

    /** More than the segments that PostgreSQL keeps for later use. */
    private static final int MOST_LOG_MEBIBYTES = 400;

    private static final Duration UNTIL_ALL_ARE_PUT_OFF = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void the_database_is_gone_for_a_while() throws Exception {
        Duration gone = Duration.ofSeconds(Integer.getInteger("torture.gone", SECONDS_GONE));
        try (TestDatabase database = TestDatabase.empty();
                Cable cable = new Cable(database.connection().port());
                Sink sink = new Sink(Sink.USUAL_MILLIS);
                Torture torture = new Torture(
                        Site.external(folder.resolve("data"), new Journal(), sink.port(), database.connection(), cable),
                        sink,
                        SEED)) {
            torture.begin();
            torture.round(scene("database gone for " + gone.toSeconds() + " s", () -> {
                Map<Client, Long> before = refusals(torture);
                cable.cut();
                LockSupport.parkNanos(gone.toNanos());
                awaitRefusals(before);
                cable.mend();
                return Scene.After.GOES_ON;
            }));
            finish("database-gone", torture);
        }
    }

    @Test
    void the_disk_is_full() throws Exception {
        Duration full = Duration.ofSeconds(Integer.getInteger("torture.gone", SECONDS_GONE));
        withoutSpace(
                "disk-full", "disk full for " + full.toSeconds() + " s", site -> LockSupport.parkNanos(full.toNanos()));
    }

    @Test
    void the_disk_is_full_and_so_is_the_log_of_the_database() throws Exception {
        withoutSpace("log-full", "disk full, the database's log with it", DisasterIT::fillLog);
    }

    /** Fills the disk in the middle of the load, does what is asked for, and makes space again. */
    private void withoutSpace(String name, String words, Consumer<Site> meanwhile) throws Exception {
        assumeTrue(
                SmallDisk.canBeMounted(folder.resolve("probe")),
                "skipped: a small file system cannot be mounted here, which takes root");
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("small"));
                Torture torture = Torture.in(folder.resolve("small/data"), SEED)) {
            torture.begin();
            torture.round(scene(words, () -> {
                Map<Client, Long> before = refusals(torture);
                disk.fill();
                meanwhile.accept(torture.site());
                awaitRefusals(before);
                disk.release();
                return Scene.After.GOES_ON;
            }));
            finish(name, torture);
        }
    }

    /** Until PostgreSQL has no space for another segment of its log, which it answers with a PANIC. */
    private static void fillLog(Site site) {
        try (Connection store = site.store();
                Statement statement = store.createStatement()) {
            for (int i = 0; i < MOST_LOG_MEBIBYTES; i++) {
                statement.execute("select pg_logical_emit_message(true, 'torture', repeat('x', 1048576))");
            }
            throw new AssertionError("the log found space although the disk is full");
        } catch (IOException | SQLException panic) {
            System.out.println("torture: " + panic.getMessage());
        }
    }

    private static void finish(String name, Torture torture) throws Exception {
        try {
            torture.end();
        } finally {
            torture.report().keep(Path.of("target", "torture-" + name + ".md"));
        }
        assertThat(torture.report().findings()).isEmpty();
    }

    private static Map<Client, Long> refusals(Torture torture) {
        return torture.clients().stream()
                .collect(Collectors.toMap(
                        client -> client, client -> client.served().refused()));
    }

    /** Until every client, by every protocol, was put off. */
    private static void awaitRefusals(Map<Client, Long> before) {
        Instant end = Instant.now().plus(UNTIL_ALL_ARE_PUT_OFF);
        before.forEach((client, count) -> {
            while (client.served().refused() <= count && Instant.now().isBefore(end)) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        });
        List<String> served = before.keySet().stream()
                .filter(client -> client.served().refused() <= before.get(client))
                .map(Client::name)
                .toList();
        assertThat(served).as("served although nothing could be stored").isEmpty();
    }

    private interface Play {
        Scene.After play() throws IOException;
    }

    private static Scene scene(String words, Play play) {
        return new Scene() {
            @Override
            public String words() {
                return words;
            }

            @Override
            public After play() throws IOException {
                return play.play();
            }
        };
    }
}
