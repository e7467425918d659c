package dev.posthaste.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.event.EventLog.End;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventLog.Reading;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LiveEventsTest {

    private final List<Event> written = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final LiveEvents live = new LiveEvents(new WrittenLog());

    @Test
    void what_is_there_comes_first_and_then_what_is_written() {
        write(3);
        AssertSubscriber<Event> reader = follow(100);
        reader.awaitItems(3);
        write(2);
        live.wake();
        reader.awaitItems(5);

        assertThat(reader.getItems()).extracting(e -> e.position().value()).containsExactly(1L, 2L, 3L, 4L, 5L);
        reader.cancel();
        awaitWaiting(0);
    }

    @Test
    void what_another_process_writes_is_noticed_without_a_wake_up() {
        AssertSubscriber<Event> reader = follow(100);
        awaitWaiting(1);
        write(1);
        reader.awaitItems(1, Duration.ofSeconds(5));
        reader.cancel();
    }

    @Test
    void a_reader_that_asks_for_no_more_costs_no_reads() {
        write(1000);
        AssertSubscriber<Event> reader = follow(1);
        reader.awaitItems(1);
        int after = reads.get();
        assertThat(after).isLessThanOrEqualTo(2);
        for (int i = 0; i < 100; i++) {
            live.wake();
        }
        assertThat(reads.get()).isEqualTo(after);
        reader.request(999);
        reader.awaitItems(1000);
        assertThat(reader.getItems())
                .extracting(e -> e.position().value())
                .isSorted()
                .doesNotHaveDuplicates();
        reader.cancel();
    }

    private void awaitWaiting(int followers) {
        Instant end = Instant.now().plusSeconds(5);
        while (live.waiting() != followers && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        assertThat(live.waiting()).isEqualTo(followers);
    }

    private AssertSubscriber<Event> follow(long demand) {
        return live.follow(Position.START, Filter.ALL).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }

    private void write(int events) {
        for (int i = 0; i < events; i++) {
            UUID id = new UUID(0, 1);
            written.add(new Event(
                    new Position(written.size() + 1L),
                    Instant.EPOCH,
                    new TenantId(id),
                    EventType.DOMAIN_CREATED,
                    new Event.Subject(EventType.Kind.DOMAIN, id),
                    Optional.empty(),
                    "{}"));
        }
    }

    private final class WrittenLog implements EventLog {
        @Override
        public Uni<Reading> read(Position after, Filter filter, int limit) {
            return Uni.createFrom().item(() -> {
                reads.incrementAndGet();
                List<Event> events =
                        written.stream().skip(after.value()).limit(limit).toList();
                return new Reading.Page(
                        events,
                        new Position(after.value() + events.size()),
                        events.size() == limit ? End.MORE : End.REACHED);
            });
        }

        @Override
        public Uni<Position> latest() {
            return Uni.createFrom().item(new Position(written.size()));
        }
    }
}
