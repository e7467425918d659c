package dev.posthaste.queue;

import static dev.posthaste.queue.Mails.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseGuardTest {

    private static final Instant END = NOON.plusSeconds(60);

    private Instant time = NOON;
    private final LeaseGuard guard = new LeaseGuard(() -> time, END);

    @Test
    void it_lasts_until_shortly_before_the_leases_run_out() {
        time = END.minus(LeaseGuard.MARGIN).minusMillis(1);
        assertThat(guard.holds()).isTrue();
        time = END.minus(LeaseGuard.MARGIN);
        assertThat(guard.holds()).isFalse();
    }

    @Test
    void a_renewal_makes_it_last_longer() {
        guard.extend(NOON.plusSeconds(600));
        time = NOON.plusSeconds(500);
        assertThat(guard.holds()).isTrue();
    }

    @Test
    void what_is_in_doubt_is_saved_by_a_renewal_if_nobody_was_told() {
        time = NOON.plusSeconds(75);
        assertThat(guard.isInDoubt()).isTrue();
        guard.extend(NOON.plusSeconds(135));
        assertThat(guard.isInDoubt()).isFalse();
        assertThat(guard.holds()).isTrue();
    }

    @Test
    void once_somebody_was_told_that_it_is_over_it_stays_over() {
        time = NOON.plusSeconds(75);
        assertThat(guard.holds()).isFalse();
        assertThat(guard.isInDoubt()).isTrue();
        guard.extend(NOON.plusSeconds(135));
        assertThat(guard.isInDoubt()).isFalse();
        assertThat(guard.holds()).isFalse();
    }

    @Test
    void what_another_has_is_over_at_once() {
        guard.lose();
        assertThat(guard.holds()).isFalse();
        assertThat(guard.isInDoubt()).isFalse();
    }
}
