package dev.posthaste.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LENGTH = Duration.ofMillis(60);

    private volatile Instant now = Instant.EPOCH;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final LeaseStore store = new CountingStore(new InMemoryLeaseStore(() -> now));
    private final Lease here = new Lease(store, "sweep", new UUID(1, 1), LENGTH);
    private final Lease there = new Lease(store, "sweep", new UUID(1, 2), LENGTH);
    private final AtomicInteger done = new AtomicInteger();
    private final Uni<Void> work = Uni.createFrom().voidItem().invoke(done::incrementAndGet);

    @Test
    void one_process_does_the_work_run_after_run_until_it_releases_the_lease() {
        assertThat(ran(here)).isTrue();
        assertThat(ran(there)).isFalse();
        assertThat(ran(here)).isTrue();
        assertThat(done).hasValue(2);

        here.release().await().atMost(TIMEOUT);
        assertThat(ran(there)).isTrue();
        assertThat(ran(here)).isFalse();
        assertThat(done).hasValue(3);
    }

    @Test
    void another_process_goes_on_when_the_holder_is_dead() {
        assertThat(ran(here)).isTrue();
        now = now.plus(LENGTH).plusMillis(1);
        assertThat(ran(there)).isTrue();
    }

    @Test
    void the_lease_is_renewed_as_long_as_the_work_lasts_and_not_longer() throws Exception {
        Uni<Void> slow = Uni.createFrom()
                .emitter(emitter -> Thread.startVirtualThread(() -> {
                    while (asked.get() < 4) {
                        Thread.onSpinWait();
                    }
                    emitter.complete(null);
                }));

        assertThat(here.whileHeld(slow).await().atMost(TIMEOUT)).isTrue();

        int before = asked.get();
        Thread.sleep(LENGTH.multipliedBy(2));
        assertThat(asked.get()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void the_work_is_cancelled_when_another_has_taken_over() {
        AtomicBoolean cancelled = new AtomicBoolean();
        Uni<Void> endless = Uni.createFrom().<Void>nothing().onCancellation().invoke(() -> cancelled.set(true));
        Uni<Boolean> running = Uni.createFrom()
                .deferred(() -> here.whileHeld(endless.onSubscription().invoke(this::loseLease)));

        assertThatThrownBy(() -> running.await().atMost(TIMEOUT)).isInstanceOf(Lease.LostException.class);
        assertThat(cancelled).isTrue();
    }

    @Test
    void the_work_is_cancelled_when_the_store_cannot_renew_and_its_failure_is_told() {
        Uni<Void> endless = Uni.createFrom().<Void>nothing().onSubscription().invoke(() -> away.set(true));

        assertThatThrownBy(() -> here.whileHeld(endless).await().atMost(TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store is away");
    }

    @Test
    void the_failure_of_the_work_is_told() {
        Uni<Void> broken = Uni.createFrom().failure(new IllegalStateException("broken"));

        assertThatThrownBy(() -> here.whileHeld(broken).await().atMost(TIMEOUT)).hasMessage("broken");
    }

    private void loseLease() {
        now = now.plus(LENGTH).plusMillis(1);
        assertThat(store.acquire("sweep", new UUID(1, 2), TIMEOUT).await().atMost(TIMEOUT))
                .isTrue();
    }

    private boolean ran(Lease lease) {
        return lease.whileHeld(work).await().atMost(TIMEOUT);
    }

    private final class CountingStore implements LeaseStore {

        private final LeaseStore behind;

        private CountingStore(LeaseStore behind) {
            this.behind = behind;
        }

        @Override
        public Uni<Boolean> acquire(String name, UUID holder, Duration length) {
            asked.incrementAndGet();
            return away.get()
                    ? Uni.createFrom().failure(new IllegalStateException("the store is away"))
                    : behind.acquire(name, holder, length);
        }

        @Override
        public Uni<Void> release(String name, UUID holder) {
            return behind.release(name, holder);
        }
    }
}
