package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcraTest {

    private static final long SECOND = 1_000_000_000;
    private static final Rate RATE = Rate.parse("10/5");

    @Test
    void a_burst_may_use_the_whole_quota_and_no_more() {
        long whole = 0;
        for (int left = 9; left >= 0; left--) {
            Gcra.Step step = Gcra.step(whole, 0, RATE);
            assertThat(step.allowance().verdict()).isEqualTo(Allowance.Verdict.ALLOWED);
            assertThat(step.allowance().remaining()).isEqualTo(left);
            whole = step.whole();
        }
        Allowance refused = Gcra.step(whole, 0, RATE).allowance();
        assertThat(refused).isEqualTo(new Allowance(Allowance.Verdict.REFUSED, 0, Duration.ofMillis(500)));
        assertThat(Gcra.step(whole, SECOND / 2, RATE).allowance().verdict()).isEqualTo(Allowance.Verdict.ALLOWED);
    }

    @Test
    void a_refused_request_does_not_make_anybody_wait_longer() {
        Gcra.Step refused = Gcra.step(5 * SECOND, 0, RATE);
        assertThat(refused.whole()).isEqualTo(5 * SECOND);
    }

    @Test
    void in_any_window_no_more_than_twice_the_quota_passes() {
        Random chance = new Random(20260131);
        long now = 0;
        long whole = 0;
        long passed = 0;
        for (int i = 0; i < 25_000; i++) {
            now += chance.nextInt((int) SECOND / 4);
            Gcra.Step step = Gcra.step(whole, now, RATE);
            whole = step.whole();
            passed += step.allowance().verdict() == Allowance.Verdict.ALLOWED ? 1 : 0;
            assertThat(passed).isLessThanOrEqualTo(10 + now / RATE.spacing() + 1);
            assertThat(step.allowance().reset()).isLessThanOrEqualTo(Duration.ofSeconds(5));
        }
        assertThat(passed).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0/1", "1/0", "-1/1", "1/1/1", "x/1", "1/86401", "99999999999999999999/1"})
    void what_is_no_rate_is_refused(String text) {
        assertThatThrownBy(() -> Rate.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
