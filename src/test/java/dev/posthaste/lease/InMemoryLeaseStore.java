package dev.posthaste.lease;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Leases of one process, for tests. */
public final class InMemoryLeaseStore implements LeaseStore {

    private record Held(UUID holder, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Held> leases = new ConcurrentHashMap<>();

    public InMemoryLeaseStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Uni<Boolean> acquire(String name, UUID holder, Duration length) {
        return Uni.createFrom().item(() -> {
            Instant now = clock.instant();
            Held mine = new Held(holder, now.plus(length));
            return leases.merge(name, mine, (known, asked) -> isFree(known, holder, now) ? asked : known) == mine;
        });
    }

    @Override
    public Uni<Void> release(String name, UUID holder) {
        return Uni.createFrom().item(() -> {
            leases.computeIfPresent(name, (key, known) -> known.holder().equals(holder) ? null : known);
            return null;
        });
    }

    private static boolean isFree(Held known, UUID holder, Instant now) {
        return known.holder().equals(holder) || known.until().isBefore(now);
    }
}
