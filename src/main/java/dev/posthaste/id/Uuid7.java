package dev.posthaste.id;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates UUIDs of version 7 that increase strictly within this process, even when the clock stands still or steps
 * back: the 12 bits after the milliseconds are a counter (RFC 9562 section 6.2, method 1).
 */
public final class Uuid7 {

    private final InstantSource clock;
    private final SecureRandom chance = new SecureRandom();
    /** Milliseconds since the epoch, then 12 bits of counter. */
    private final AtomicLong last = new AtomicLong();

    /** Generates ids with the time of {@code clock}. */
    public Uuid7(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns an id greater than all previous ones. Safe to call from any thread. */
    public UUID next() {
        long now = clock.millis() << 12;
        long tick = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = ((tick >>> 12) << 16) | 0x7000L | (tick & 0xFFF);
        long low = (chance.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
