package dev.posthaste.event.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.event.Event;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.LiveEvents;
import dev.posthaste.event.Position;
import io.smallrye.mutiny.subscription.Cancellable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Writers that hold several row locks, take their time, wait for each other and roll back now and then, and readers that follow
 * meanwhile, one of which is cut off again and again.
 */
class EventOrderTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final Duration TIME = Duration.ofSeconds(6);
    private static final int WRITERS = 6;
    private static final int SUBJECTS = 5;
    private static final UUID TENANT = new UUID(7, 7);

    private final Instant end = Instant.now().plus(TIME);

    @Test
    void nothing_is_missed_nothing_comes_twice_and_nothing_goes_backwards() throws Exception {
        try (Connection connection = DATABASE.connection().open();
                Statement statement = connection.createStatement()) {
            statement.execute("create table subject (id integer primary key, changes integer not null default 0)");
            statement.execute("insert into subject select generate_series(1, " + SUBJECTS + ")");
        }
        LiveEvents live = new LiveEvents(new PostgresEventLog(DATABASE.mutinyPool()));
        List<Event> steady = new CopyOnWriteArrayList<>();
        List<Event> restarted = new CopyOnWriteArrayList<>();
        Cancellable reader = live.follow(Position.START, Filter.ALL).subscribe().with(steady::add);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(writer(live, i)));
            }
            while (Instant.now().isBefore(end)) {
                follow(live, restarted, Duration.ofMillis(150));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isPositive();
            }
        }
        follow(live, restarted, Duration.ofSeconds(2));
        reader.cancel();

        List<Long> committed = committed();
        System.getLogger(EventOrderTest.class.getName())
                .log(System.Logger.Level.INFO, "events that were committed: " + committed.size());
        assertThat(committed).hasSizeGreaterThan(200);
        assertThat(positions(steady)).as("of the reader that stayed").isEqualTo(committed);
        assertThat(positions(restarted)).as("of the reader that came again").isEqualTo(committed);
        assertThat(eachSubjectCountsOn(steady)).isEqualTo(SUBJECTS);
    }

    /** Goes on behind the last event, as a client that reconnects does. */
    private static void follow(LiveEvents live, List<Event> events, Duration time) {
        Position after = events.isEmpty() ? Position.START : events.getLast().position();
        Cancellable reader = live.follow(after, Filter.ALL).subscribe().with(events::add);
        LockSupport.parkNanos(time.toNanos());
        reader.cancel();
        LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
    }

    private Callable<Integer> writer(LiveEvents live, int seed) {
        return () -> {
            Random chance = new Random(seed);
            int transactions = 0;
            try (Connection connection = DATABASE.connection().open()) {
                connection.setAutoCommit(false);
                while (Instant.now().isBefore(end)) {
                    transaction(connection, chance);
                    transactions++;
                    live.wake();
                }
            }
            return transactions;
        };
    }

    private static void transaction(Connection connection, Random chance) throws SQLException {
        List<Integer> subjects = new ArrayList<>();
        for (int id = 1; id <= SUBJECTS; id++) {
            if (chance.nextInt(3) == 0) {
                subjects.add(id);
            }
        }
        for (int id : subjects) {
            pause(chance);
            try (PreparedStatement change = connection.prepareStatement(
                    "with c as (update subject set changes = changes + 1 where id = ? returning id, changes)"
                            + " insert into event (tenant_id, subject_id, bucket, type, data)"
                            + " select ?, lpad(id::text, 32, '0')::uuid, 0, 24, changes::text from c")) {
                change.setInt(1, id);
                change.setObject(2, TENANT);
                change.executeUpdate();
            }
        }
        pause(chance);
        if (chance.nextInt(5) == 0) {
            connection.rollback();
        } else {
            connection.commit();
        }
    }

    /** Mostly nothing, sometimes longer than a reader waits for ids, so that locks must tell. */
    private static void pause(Random chance) {
        int millis =
                switch (chance.nextInt(40)) {
                    case 0 -> 150;
                    case 1, 2, 3, 4, 5 -> 5;
                    default -> 0;
                };
        LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }

    private static List<Long> positions(List<Event> events) {
        return events.stream().map(event -> event.position().value()).toList();
    }

    private static List<Long> committed() throws SQLException {
        List<Long> positions = new ArrayList<>();
        try (Connection connection = DATABASE.connection().open();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select position from event order by position")) {
            while (rows.next()) {
                positions.add(rows.getLong(1));
            }
        }
        assertThat(new HashSet<>(positions)).hasSameSizeAs(positions);
        return Collections.unmodifiableList(positions);
    }

    private static int eachSubjectCountsOn(List<Event> events) {
        Map<UUID, Integer> last = new HashMap<>();
        for (Event event : events) {
            int change = Integer.parseInt(event.data());
            assertThat(change)
                    .as("a change of " + event.subject())
                    .isEqualTo(last.getOrDefault(event.subject().id(), 0) + 1);
            last.put(event.subject().id(), change);
        }
        return last.size();
    }
}
