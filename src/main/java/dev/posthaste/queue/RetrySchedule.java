package dev.posthaste.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When to try again (RFC 5321 section 4.5.4.1). A pure rule: instants in, an instant out, so neither a change of the
 * civil clock nor five days of waiting matter to it.
 *
 * @param delays after the first attempt, the second, …; the last one repeats
 * @param giveUpAfter counted from acceptance; at that time the last attempt is made
 */
public record RetrySchedule(List<Duration> delays, Duration giveUpAfter) {

    /**
     * Soon at first, for greylisting and short troubles; later not more often than RFC 5321 asks (at least 30 minutes), and
     * for five days in all, as it advises.
     */
    public static final RetrySchedule DEFAULT = new RetrySchedule(
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4)),
            Duration.ofDays(5));

    /** A delay may become longer or shorter by this part of it, so that messages that failed together do not return together. */
    static final double JITTER = 0.1;

    /** What follows a deferred attempt. */
    public sealed interface Next {

        /** Try again at this time. */
        record RetryAt(Instant time) implements Next {}

        /** The message is too old. */
        record GiveUp() implements Next {}
    }

    /** Delays that are positive, and an end. */
    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(delay -> !delay.isPositive()) || !giveUpAfter.isPositive()) {
            throw new IllegalArgumentException("a schedule has positive delays and a positive end");
        }
    }

    /**
     * What follows.
     *
     * @param attempts how many were made, the one that just failed included
     * @param accepted when the message became ours
     */
    public Next after(int attempts, Instant accepted, Instant now, RandomGenerator chance) {
        Instant end = accepted.plus(giveUpAfter);
        if (!now.isBefore(end)) {
            return new Next.GiveUp();
        }
        Duration delay = delays.get(Math.clamp(attempts - 1L, 0, delays.size() - 1));
        double factor = 1 + JITTER * (2 * chance.nextDouble() - 1);
        Instant time = now.plusMillis(Math.round(delay.toMillis() * factor));
        return new Next.RetryAt(time.isAfter(end) ? end : time);
    }
}
