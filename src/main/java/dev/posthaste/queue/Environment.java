package dev.posthaste.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Clock, random numbers, timer and event loop of the {@link Dispatcher}.
 *
 * @param loop runs one task after the other, as an event loop does
 */
public record Environment(InstantSource clock, RandomGenerator chance, Timer timer, Executor loop) {

    /** Calls back later. */
    @FunctionalInterface
    public interface Timer {

        /** Runs {@code task} once, after {@code delay}, on any thread. */
        void after(Duration delay, Runnable task);
    }

    /** The time. */
    Instant now() {
        return clock.instant();
    }

    /** Runs {@code task} once on the loop, after {@code delay}. */
    void later(Duration delay, Runnable task) {
        timer.after(delay, () -> loop.execute(task));
    }
}
