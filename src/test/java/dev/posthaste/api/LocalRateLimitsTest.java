package dev.posthaste.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.api.RateLimits.Policy;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LocalRateLimitsTest {

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final LocalRateLimits limits = new LocalRateLimits(
            new RateLimits.Rates(Rate.parse("3/60"), Rate.parse("1/1"), Rate.parse("3/60")), () -> now);

    private Allowance.Verdict take(String who) {
        return ApiWorld.now(limits.take(Policy.ANONYMOUS, who)).verdict();
    }

    @Test
    void a_flood_of_callers_frees_nobody_who_has_used_his_quota() {
        for (int i = 0; i < 3; i++) {
            assertThat(take("greedy")).isEqualTo(Allowance.Verdict.ALLOWED);
        }
        for (int i = 0; i < LocalRateLimits.MAX_CALLERS + 10; i++) {
            now = now.plusNanos(1);
            take("caller " + i);
        }
        assertThat(take("greedy")).isEqualTo(Allowance.Verdict.REFUSED);
    }
}
