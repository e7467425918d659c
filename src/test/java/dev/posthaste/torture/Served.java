package dev.posthaste.torture;

import java.util.concurrent.atomic.AtomicLong;

/** How a client was served so far, in all rounds. */
final class Served {

    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private volatile String lastRefusal = "";

    /** An operation was acknowledged. */
    void yes() {
        acknowledged.incrementAndGet();
    }

    /** It was not: the server said so, or went away. */
    void no(String why) {
        lastRefusal = why;
        refused.incrementAndGet();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long refused() {
        return refused.get();
    }

    String lastRefusal() {
        return lastRefusal;
    }
}
