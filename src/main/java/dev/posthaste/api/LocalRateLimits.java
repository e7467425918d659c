package dev.posthaste.api;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts for this process alone: with n nodes a key may make n times as many requests. */
public final class LocalRateLimits implements RateLimits {

    /**
     * Callers that are remembered; some 100 octets each. Past it those whose quota is whole are forgotten, which changes
     * nothing for them, and if that does not help, those whose quota is whole soonest.
     */
    static final int MAX_CALLERS = 100_000;

    /** So many are forgotten at once, lest all be looked through for each. */
    private static final int FORGOTTEN = MAX_CALLERS / 10;

    private final Rates rates;
    private final InstantSource clock;
    private final ConcurrentHashMap<Caller, Gcra.Step> callers = new ConcurrentHashMap<>();

    /** Allows these rates. */
    public LocalRateLimits(Rates rates, InstantSource clock) {
        this.rates = rates;
        this.clock = clock;
    }

    private record Caller(Policy policy, String who) {}

    @Override
    public Uni<Allowance> take(Policy policy, String who) {
        return Uni.createFrom().item(() -> allowance(policy, who));
    }

    private Allowance allowance(Policy policy, String who) {
        long now = nanos(clock.instant());
        makeRoom(now);
        Rate rate = rates.of(policy);
        return callers.compute(
                        new Caller(policy, who),
                        (caller, before) -> Gcra.step(before == null ? now : before.whole(), now, rate))
                .allowance();
    }

    private void makeRoom(long now) {
        if (callers.size() < MAX_CALLERS) {
            return;
        }
        callers.values().removeIf(step -> step.whole() <= now);
        if (callers.size() >= MAX_CALLERS) {
            long soon = callers.values().stream()
                    .mapToLong(Gcra.Step::whole)
                    .sorted()
                    .limit(FORGOTTEN)
                    .max()
                    .orElse(now);
            callers.values().removeIf(step -> step.whole() <= soon);
        }
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    @Override
    public Rate rate(Policy policy) {
        return rates.of(policy);
    }
}
