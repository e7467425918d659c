package dev.posthaste.api;

import java.time.Duration;

/**
 * The generic cell rate algorithm, as a function: a caller's whole past is the one moment at which his quota will be whole
 * again. Each request moves it on by one spacing; it may lie at most one window ahead.
 */
final class Gcra {

    private Gcra() {}

    /**
     * What follows from a request.
     *
     * @param whole when the quota is whole, in nanoseconds on the clock of {@code now}
     */
    record Step(long whole, Allowance allowance) {}

    static Step step(long before, long now, Rate rate) {
        long window = rate.window().toNanos();
        long spacing = rate.spacing();
        long whole = Math.max(before, now) + spacing;
        long excess = whole - now - window;
        if (excess > 0) {
            return new Step(before, new Allowance(Allowance.Verdict.REFUSED, 0, Duration.ofNanos(excess)));
        }
        return new Step(
                whole, new Allowance(Allowance.Verdict.ALLOWED, -excess / spacing, Duration.ofNanos(whole - now)));
    }
}
