package dev.posthaste.queue;

import static dev.posthaste.queue.Mails.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HoldTest {

    private static final Instant END = NOON.plusSeconds(60);

    private Instant time = NOON;
    private final Hold hold = new Hold(() -> time, END);

    @Test
    void it_lasts_until_shortly_before_the_leases_run_out() {
        time = END.minus(Hold.MARGIN).minusMillis(1);
        assertThat(hold.lasts()).isTrue();
        time = END.minus(Hold.MARGIN);
        assertThat(hold.lasts()).isFalse();
    }

    @Test
    void a_renewal_makes_it_last_longer() {
        hold.extend(NOON.plusSeconds(600));
        time = NOON.plusSeconds(500);
        assertThat(hold.lasts()).isTrue();
    }

    @Test
    void what_is_in_doubt_is_saved_by_a_renewal_if_nobody_was_told() {
        time = NOON.plusSeconds(75);
        assertThat(hold.isInDoubt()).isTrue();
        hold.extend(NOON.plusSeconds(135));
        assertThat(hold.isInDoubt()).isFalse();
        assertThat(hold.lasts()).isTrue();
    }

    @Test
    void once_somebody_was_told_that_it_is_over_it_stays_over() {
        time = NOON.plusSeconds(75);
        assertThat(hold.lasts()).isFalse();
        assertThat(hold.isInDoubt()).isTrue();
        hold.extend(NOON.plusSeconds(135));
        assertThat(hold.isInDoubt()).isFalse();
        assertThat(hold.lasts()).isFalse();
    }

    @Test
    void what_another_has_is_over_at_once() {
        hold.lose();
        assertThat(hold.lasts()).isFalse();
        assertThat(hold.isInDoubt()).isFalse();
    }
}
