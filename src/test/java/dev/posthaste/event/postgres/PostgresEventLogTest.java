package dev.posthaste.event.postgres;

import static dev.posthaste.event.postgres.EventWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.event.Event;
import dev.posthaste.event.EventLog.End;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventLog.Reading;
import dev.posthaste.event.EventType;
import dev.posthaste.event.Position;
import dev.posthaste.id.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresEventLogTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private EventWorld world;

    @BeforeEach
    void clear() {
        DATABASE.truncate();
        world = new EventWorld(DATABASE);
    }

    @Test
    void an_event_waits_for_a_transaction_that_may_still_commit_one_before_it() {
        EventWorld.Writer slow = world.begin();
        slow.write("first");
        world.write("second");

        assertThat(world.readable()).isEmpty();
        assertThat(done(world.log.latest())).isEqualTo(Position.START);

        slow.commit();
        assertThat(world.readable()).containsExactly("first", "second");
    }

    @Test
    void an_event_waits_for_a_transaction_that_is_the_newest_of_all() {
        EventWorld.Writer old = world.begin();
        old.execute("select pg_current_xact_id()");
        EventWorld.Writer newest = world.begin();
        newest.write("first");
        old.write("second");
        old.commit();

        assertThat(world.readable()).isEmpty();
        newest.commit();
        assertThat(world.readable()).containsExactly("first", "second");
    }

    @Test
    void what_was_rolled_back_is_passed_over() {
        EventWorld.Writer failing = world.begin();
        failing.write("never");
        Position second = world.write("second");
        failing.rollback();

        assertThat(world.readable()).containsExactly("second");
        assertThat(done(world.log.latest())).isEqualTo(second);
    }

    @Test
    void events_before_an_open_transaction_are_given_out_while_it_is_open() {
        world.write("first");
        assertThat(world.readable()).containsExactly("first");
        EventWorld.Writer slow = world.begin();
        slow.write("second");
        world.write("third");

        assertThat(world.readable()).containsExactly("first");
        slow.commit();
        assertThat(world.readable()).containsExactly("first", "second", "third");
    }

    @Test
    void a_long_transaction_without_an_event_holds_back_nothing() {
        EventWorld.Writer busy = world.begin();
        busy.execute("insert into tenant (id, name, created_at) values (gen_random_uuid(), 'busy', now())");
        world.write("first");

        assertThat(world.readable()).containsExactly("first");
        busy.commit();
    }

    @Test
    void a_transaction_that_got_its_id_early_and_its_lock_late_is_behind_the_one_that_had_the_lock() {
        UUID subject = world.ids.next();
        EventWorld.Writer early = world.begin();
        early.execute("select pg_current_xact_id()");
        world.write(EventType.DOMAIN_CREATED, subject, "had the lock");
        early.write(EventType.DOMAIN_DELETED, subject, "waited for it");
        early.commit();

        assertThat(world.readable()).containsExactly("had the lock", "waited for it");
    }

    @Test
    void pages_end_where_the_next_begins() {
        for (int i = 1; i <= 5; i++) {
            world.write("e" + i);
        }
        Reading.Page first = world.page(Position.START, Filter.ALL, 3);
        Reading.Page second = world.page(first.next(), Filter.ALL, 3);

        assertThat(first.events()).extracting(Event::data).containsExactly("e1", "e2", "e3");
        assertThat(first.end()).isEqualTo(End.MORE);
        assertThat(second.events()).extracting(Event::data).containsExactly("e4", "e5");
        assertThat(second.end()).isEqualTo(End.REACHED);
        assertThat(second.next()).isEqualTo(done(world.log.latest()));
        assertThat(world.page(second.next(), Filter.ALL, 3))
                .isEqualTo(new Reading.Page(List.of(), second.next(), End.REACHED));
    }

    @Test
    void a_filter_lets_a_tenants_events_of_some_types_or_of_one_subject_pass() {
        UUID domain = world.ids.next();
        UUID folder = world.ids.next();
        UUID account = world.ids.next();
        world.write(EventType.DOMAIN_CREATED, domain, "created");
        world.write(EventType.API_KEY_CREATED, world.ids.next(), "key");
        world.write(EventType.DOMAIN_DELETED, domain, "deleted");
        world.execute(
                "insert into event (tenant_id, subject_id, account_id, modseq, bucket, type, data)"
                        + " values ($1, $2, $3, 7, 0, 68, 'folder')",
                world.tenant.value(),
                folder,
                account);
        Filter mine = Filter.of(world.tenant);

        assertThat(world.readable(Position.START, mine)).containsExactly("created", "key", "deleted", "folder");
        assertThat(world.readable(Position.START, mine.only(EventType.DOMAIN_DELETED, EventType.API_KEY_CREATED)))
                .containsExactly("key", "deleted");
        assertThat(world.readable(Position.START, of(EventType.Kind.DOMAIN, domain)))
                .containsExactly("created", "deleted");
        assertThat(world.readable(Position.START, of(EventType.Kind.FOLDER, folder)))
                .containsExactly("folder");
        assertThat(world.readable(Position.START, of(EventType.Kind.API_KEY, domain)))
                .isEmpty();
        assertThat(world.readable(Position.START, Filter.of(new TenantId(world.ids.next()))))
                .isEmpty();
    }

    private Filter of(EventType.Kind kind, UUID id) {
        return Filter.of(world.tenant, new Event.Subject(kind, id));
    }

    @Test
    void a_rare_type_is_found_behind_more_rows_than_a_page_looks_at() {
        world.execute(
                "insert into event (tenant_id, subject_id, bucket, type) select $1, $1, 0, 24"
                        + " from generate_series(1, " + (2 * PostgresEventLog.MAX_SCANNED + 10) + ")",
                world.tenant.value());
        world.write(EventType.API_KEY_REVOKED, world.ids.next(), "rare");
        Filter rare = Filter.ALL.only(EventType.API_KEY_REVOKED);

        Reading.Page first = world.page(Position.START, rare, 10);
        assertThat(first.events()).isEmpty();
        assertThat(first.end()).isEqualTo(End.MORE);
        assertThat(first.next().value()).isEqualTo(PostgresEventLog.MAX_SCANNED);
        assertThat(world.readable(Position.START, rare)).containsExactly("rare");
    }

    @Test
    void messages_come_one_by_one_or_many_together() {
        UUID folder = world.ids.next();
        UUID account = world.ids.next();
        UUID message = world.ids.next();
        UUID email = world.ids.next();
        world.execute(
                OutboxSql.INTO_MESSAGES + " values ($1, $2, $3, $4, $5, 17, 99, 5, 64)",
                world.tenant.value(),
                folder,
                account,
                message,
                email);
        world.execute(
                "insert into event (tenant_id, subject_id, account_id, modseq, bucket, type, message_ids, uids)"
                        + " values ($1, $2, $3, 100, 5, 66, array[$4, $5]::uuid[], array[17, 18]::bigint[])",
                world.tenant.value(),
                folder,
                account,
                message,
                email);

        List<Event> events = world.events(Position.START, Filter.ALL);
        assertThat(events)
                .extracting(Event::type)
                .containsExactly(EventType.MESSAGE_CREATED, EventType.MESSAGE_DELETED);
        assertThat(events).extracting(Event::data).containsOnly("{}");
        Event.Mail created = events.getFirst().mail().orElseThrow();
        assertThat(created.modSeq()).isEqualTo(99);
        assertThat(created.email().orElseThrow().value()).isEqualTo(email);
        assertThat(created.messages()).extracting(Event.Message::uid).containsExactly(17L);
        assertThat(created.messages()).extracting(m -> m.id().value()).containsExactly(message);
        Event.Mail deleted = events.getLast().mail().orElseThrow();
        assertThat(deleted.account().value()).isEqualTo(account);
        assertThat(deleted.messages()).extracting(Event.Message::uid).containsExactly(17L, 18L);
        assertThat(deleted.messages()).extracting(m -> m.id().value()).containsExactly(message, email);
    }

    @Test
    void a_type_of_a_newer_version_is_passed_over() {
        world.execute(
                "insert into event (tenant_id, subject_id, bucket, type) values ($1, $1, 0, 999)",
                world.tenant.value());
        world.write("known");

        assertThat(world.readable()).containsExactly("known");
    }

    @Test
    void another_database_with_the_same_rows_does_not_give_out_a_position_again() {
        Position before = world.write("before the dump");
        assertThat(world.readable()).hasSize(1);
        world.execute("update event_log set identity = 'where the dump was made'");

        EventWorld restored = new EventWorld(DATABASE);
        assertThat(restored.readable()).containsExactly("before the dump");
        Position after = restored.write("after the restore");
        assertThat(after.value() - before.value()).isGreaterThan(1L << 39);
        assertThat(restored.readable(before, Filter.ALL)).containsExactly("after the restore");
        assertThat(new EventWorld(DATABASE).readable(after, Filter.ALL)).isEmpty();
        assertThat(restored.write("next").value()).isEqualTo(after.value() + 1);
    }

    @Test
    void a_reader_whose_connection_is_lost_goes_on_with_another() {
        Position first = world.write("first");
        assertThat(world.readable()).containsExactly("first");
        world.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        Reading.Page page = (Reading.Page) done(world.log
                .read(first, Filter.ALL, 10)
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(20))
                .atMost(10));
        assertThat(page.events()).isEmpty();
        assertThat(world.readable()).containsExactly("first");
    }

    @Test
    void a_page_has_a_limit() {
        assertThatThrownBy(() -> world.log.read(Position.START, Filter.ALL, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> world.log.read(Position.START, Filter.ALL, 1001))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
