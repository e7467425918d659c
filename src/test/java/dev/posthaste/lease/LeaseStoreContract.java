package dev.posthaste.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of leases does. */
public interface LeaseStoreContract {

    Duration LENGTH = Duration.ofSeconds(60);
    UUID ONE = new UUID(1, 1);
    UUID OTHER = new UUID(1, 2);

    LeaseStore store();

    /** Lets time pass on the store's clock. */
    void pass(Duration time);

    @Test
    default void a_lease_is_held_once() {
        assertThat(acquire("sweep", ONE)).isTrue();
        assertThat(acquire("sweep", OTHER)).isFalse();
        assertThat(acquire("renewal", OTHER)).as("another name").isTrue();
    }

    @Test
    default void it_is_renewed_by_its_holder_and_free_when_it_has_run_out() {
        assertThat(acquire("sweep", ONE)).isTrue();
        pass(LENGTH.minusSeconds(10));
        assertThat(acquire("sweep", ONE)).isTrue();
        pass(LENGTH.minusSeconds(10));
        assertThat(acquire("sweep", OTHER)).isFalse();
        pass(Duration.ofSeconds(11));
        assertThat(acquire("sweep", OTHER)).isTrue();
        assertThat(acquire("sweep", ONE)).isFalse();
    }

    @Test
    default void a_lease_that_ran_out_is_its_holders_still_if_nobody_came() {
        assertThat(acquire("sweep", ONE)).isTrue();
        pass(LENGTH.multipliedBy(2));
        assertThat(acquire("sweep", ONE)).isTrue();
        assertThat(acquire("sweep", OTHER)).isFalse();
    }

    @Test
    default void a_released_lease_is_free_and_one_of_another_is_not_released() {
        assertThat(acquire("sweep", ONE)).isTrue();
        release("sweep", OTHER);
        assertThat(acquire("sweep", OTHER)).isFalse();
        release("sweep", ONE);
        assertThat(acquire("sweep", OTHER)).isTrue();
        release("never taken", ONE);
    }

    @Test
    default void a_longer_lease_is_not_taken_by_a_holder_that_asks_for_a_shorter_one() {
        assertThat(store().acquire("sweep", ONE, LENGTH.multipliedBy(10))
                        .await()
                        .atMost(LENGTH))
                .isTrue();
        pass(LENGTH.multipliedBy(2));
        assertThat(acquire("sweep", OTHER)).isFalse();
    }

    private boolean acquire(String name, UUID holder) {
        return store().acquire(name, holder, LENGTH).await().atMost(LENGTH);
    }

    private void release(String name, UUID holder) {
        store().release(name, holder).await().atMost(LENGTH);
    }
}
