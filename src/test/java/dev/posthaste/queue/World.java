package dev.posthaste.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;

/** Time that passes when the test says so, and a loop that runs when the test lets it. */
final class World implements InstantSource {

    private record Alarm(Instant time, long number, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = time.compareTo(other.time);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private Instant now;
    private long numbers;

    World(Instant now) {
        this.now = now;
    }

    Environment environment() {
        return new Environment(this, new Random(5), this::after, tasks::addLast);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Runs what is ready, without any time passing. */
    void run() {
        for (Runnable task = tasks.pollFirst(); task != null; task = tasks.pollFirst()) {
            task.run();
        }
    }

    /** Lets time pass. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        run();
        for (Alarm next = alarms.peek(); next != null && !next.time.isAfter(end); next = alarms.peek()) {
            alarms.remove();
            now = next.time.isAfter(now) ? next.time : now;
            next.task.run();
            run();
        }
        now = end;
    }

    /** Time passes while this process stands still; then {@code others} act, and all that became due happens at once. */
    void freeze(Duration duration, Runnable others) {
        now = now.plus(duration);
        others.run();
        pass(Duration.ZERO);
    }

    private void after(Duration delay, Runnable task) {
        alarms.add(new Alarm(now.plus(delay), numbers++, task));
    }
}
