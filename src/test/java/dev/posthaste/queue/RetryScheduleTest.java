package dev.posthaste.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.queue.RetrySchedule.Next;
import dev.posthaste.queue.RetrySchedule.Next.RetryAt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant ACCEPTED = Instant.parse("2026-03-27T12:00:00Z");

    /** In the middle of its range, so that it changes nothing. */
    private static final RandomGenerator NO_JITTER = () -> 1L << 63;

    @Test
    void five_days_of_retries() {
        List<Duration> attempts = attempts(NO_JITTER);
        assertThat(attempts.subList(0, 8))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(6),
                        Duration.ofMinutes(21),
                        Duration.ofMinutes(51),
                        Duration.ofMinutes(111),
                        Duration.ofMinutes(231),
                        Duration.ofMinutes(471));
        assertThat(attempts).hasSize(37).endsWith(Duration.ofDays(5));
    }

    @Test
    void the_last_attempt_is_made_at_the_end_and_never_after_it() {
        for (int seed = 0; seed < 1000; seed++) {
            List<Duration> attempts = attempts(new Random(seed));
            assertThat(attempts).isSorted().endsWith(Duration.ofDays(5)).hasSizeBetween(34, 40);
        }
    }

    @Test
    void jitter_is_a_tenth_of_the_delay_at_most() {
        Random chance = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            RetryAt next = (RetryAt) RetrySchedule.DEFAULT.after(3, ACCEPTED, ACCEPTED, chance);
            assertThat(Duration.between(ACCEPTED, next.time()))
                    .isBetween(Duration.ofSeconds(810), Duration.ofSeconds(990));
        }
    }

    @Test
    void a_clock_that_jumps_leads_to_no_time_in_the_past_and_to_no_loop() {
        Instant before = ACCEPTED.minus(Duration.ofDays(30));
        RetryAt next = (RetryAt) RetrySchedule.DEFAULT.after(1, ACCEPTED, before, NO_JITTER);
        assertThat(next.time()).isEqualTo(before.plus(Duration.ofMinutes(1)));
        Instant farAway = ACCEPTED.plus(Duration.ofDays(365));
        assertThat(RetrySchedule.DEFAULT.after(1, ACCEPTED, farAway, NO_JITTER)).isInstanceOf(Next.GiveUp.class);
    }

    @Test
    void any_number_of_attempts_has_a_delay() {
        for (int attempts : new int[] {Integer.MIN_VALUE, 0, 1, 100, Integer.MAX_VALUE}) {
            assertThat(RetrySchedule.DEFAULT.after(attempts, ACCEPTED, ACCEPTED, NO_JITTER))
                    .isInstanceOf(RetryAt.class);
        }
    }

    @Test
    void a_schedule_without_delays_is_none() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ZERO), Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Duration> attempts(RandomGenerator chance) {
        List<Duration> attempts = new ArrayList<>();
        Instant now = ACCEPTED;
        while (true) {
            attempts.add(Duration.between(ACCEPTED, now));
            switch (RetrySchedule.DEFAULT.after(attempts.size(), ACCEPTED, now, chance)) {
                case RetryAt(Instant time) -> now = time;
                case Next.GiveUp giveUp -> {
                    return attempts;
                }
            }
        }
    }
}
