package dev.posthaste.event.postgres;

import static dev.posthaste.event.postgres.EventWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventLog.Reading;
import dev.posthaste.event.LiveEvents;
import dev.posthaste.event.Position;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventPartitionsTest {

    private static final Duration KEEP = Duration.ofDays(3);

    /** A day of its own: partitions cannot be made of a day that has passed while rows of it are elsewhere. */
    private static final Instant NOON = Instant.parse("2040-03-10T12:00:00Z");

    private TestDatabase database;
    private EventWorld world;
    private EventPartitions partitions;

    @BeforeEach
    void create() {
        database = TestDatabase.fresh();
        database.truncate();
        world = new EventWorld(database);
        partitions = new EventPartitions(database.mutinyPool());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void the_migration_makes_the_partitions_of_a_week() {
        assertThat(names()).hasSize(9).contains("event_rest");
    }

    @Test
    void days_are_made_ahead_and_no_day_twice() {
        done(partitions.run(NOON, KEEP));
        done(partitions.run(NOON.plus(Duration.ofDays(1)), KEEP));

        assertThat(names())
                .containsExactly(
                        "event_20400310",
                        "event_20400311",
                        "event_20400312",
                        "event_20400313",
                        "event_20400314",
                        "event_20400315",
                        "event_20400316",
                        "event_20400317",
                        "event_20400318",
                        "event_rest");
    }

    @Test
    void nodes_that_work_at_the_same_time_do_not_disturb_each_other() {
        done(Uni.join()
                .all(partitions.run(NOON, KEEP), partitions.run(NOON, KEEP), partitions.run(NOON, KEEP))
                .andFailFast());

        assertThat(names()).hasSize(9);
    }

    @Test
    void a_day_whose_events_are_all_too_old_is_dropped_and_its_readers_are_told() {
        done(partitions.run(NOON, KEEP));
        Position first = write(NOON, "first");
        Position second = write(NOON, "second");
        Position third = write(NOON.plus(Duration.ofDays(1)), "third");
        assertThat(world.readable()).containsExactly("first", "second", "third");

        done(partitions.run(NOON.plus(KEEP), KEEP));
        assertThat(world.readable()).as("one of the day may be young enough").hasSize(3);
        done(partitions.run(NOON.plus(KEEP).plus(Duration.ofHours(13)), KEEP));

        assertThat(names()).doesNotContain("event_20400310").contains("event_20400311");
        assertThat(world.readable()).containsExactly("third");
        assertThat(world.readable(second, Filter.ALL)).containsExactly("third");
        assertThat(done(world.log.read(first, Filter.ALL, 10))).isEqualTo(new Reading.Expired(Position.START));
        assertThat(world.page(third, Filter.ALL, 10).events()).isEmpty();
        assertThatThrownBy(() -> new LiveEvents(world.log)
                        .follow(first, Filter.ALL)
                        .collect()
                        .first()
                        .await()
                        .atMost(EventWorld.PATIENCE))
                .isInstanceOf(LiveEvents.ExpiredException.class);
    }

    @Test
    void an_event_of_a_day_without_a_partition_is_kept_as_long_as_others() {
        done(partitions.run(NOON, KEEP));
        Instant unforeseen = NOON.plus(Duration.ofDays(20));
        Position position = write(unforeseen, "unforeseen");
        done(partitions.run(unforeseen, Duration.ofDays(30)));
        assertThat(names()).doesNotContain("event_20400330").contains("event_20400331");
        assertThat(world.readable()).containsExactly("unforeseen");

        done(partitions.run(unforeseen.plus(KEEP).plusSeconds(1), KEEP));
        assertThat(world.readable()).isEmpty();
        write(unforeseen.plus(KEEP), "later");
        assertThat(world.readable(position, Filter.ALL)).containsExactly("later");
    }

    @Test
    void a_drop_gives_up_rather_than_let_writers_wait_behind_a_long_transaction() {
        done(partitions.run(NOON, KEEP));
        write(NOON, "old");
        EventWorld.Writer slow = world.begin();
        slow.write("slow");

        assertThatThrownBy(() -> done(partitions.run(NOON.plus(Duration.ofDays(9)), KEEP)))
                .hasMessageContaining("lock timeout");
        slow.commit();
        done(partitions.run(NOON.plus(Duration.ofDays(9)), KEEP));
        assertThat(names()).doesNotContain("event_20400310");
    }

    @Test
    void less_than_a_day_is_refused() {
        assertThatThrownBy(() -> partitions.run(NOON, Duration.ofHours(23)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Position write(Instant at, String data) {
        world.execute(
                "insert into event (recorded_at, tenant_id, subject_id, bucket, type, data) values ($1, $2, $2, 0, 24, $3)",
                at.atOffset(ZoneOffset.UTC),
                world.tenant.value(),
                data);
        return done(world.log.latest());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        done(database.mutinyPool()
                        .query("select inhrelid::regclass::text from pg_inherits"
                                + " where inhparent = 'event'::regclass order by 1")
                        .execute())
                .forEach(row -> names.add(row.getString(0)));
        return names;
    }
}
