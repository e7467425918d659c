package dev.posthaste.listener;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * A limit of time that is moved often and seldom reached. Moving it further away costs an addition and no timer of Vert.x:
 * the one that is set fires too early then, and is set again for the rest. Used on one event loop.
 */
final class LazyTimer {

    private static final long NO_TIMER = -1;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Vertx vertx;
    private final Runnable expired;
    private final long startNanos = System.nanoTime();

    private long due = NEVER;
    private long timer = NO_TIMER;
    private long timerDue;

    /** Calls {@code expired} whenever a limit is reached; there is none yet. */
    LazyTimer(Vertx vertx, Runnable expired) {
        this.vertx = vertx;
        this.expired = expired;
    }

    /** Expires after {@code time}, unless it is told otherwise before. */
    void expireAfter(Duration time) {
        due = now() + time.toNanos();
        if (timer == NO_TIMER || due < timerDue) {
            vertx.cancelTimer(timer);
            set(due);
        }
    }

    /** Does not expire. */
    void clear() {
        due = NEVER;
    }

    /** Does not expire, and leaves no timer behind. */
    void cancel() {
        clear();
        vertx.cancelTimer(timer);
    }

    private void set(long at) {
        timerDue = at;
        timer = vertx.setTimer(Math.max(1, (at - now()) / NANOS_PER_MILLI + 1), fired -> fired());
    }

    private void fired() {
        timer = NO_TIMER;
        if (due == NEVER) {
            return;
        }
        if (now() < due) {
            set(due);
        } else {
            due = NEVER;
            expired.run();
        }
    }

    private long now() {
        return System.nanoTime() - startNanos;
    }
}
