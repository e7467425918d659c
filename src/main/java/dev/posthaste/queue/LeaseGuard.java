package dev.posthaste.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells how long the leases of a consignment are certainly held by this process. A process that stood still for longer than its leases last
 * (SIGSTOP, a paused machine, a long collection of garbage) goes on with deliveries that another process has taken
 * over: so whoever is about to do what cannot be undone asks this guard first.
 *
 * <p>Once it has answered no it never answers yes again, whatever is learned later: the delivery may have been given up on
 * that answer. Extended on the dispatcher's loop, asked on any thread.
 */
public final class LeaseGuard {

    /** The clocks of two nodes differ by less than this, and what was asked about is done within it. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    private enum Standing {
        OURS,
        /** A caller was told no, although no other process may have the leases. */
        DENIED,
        LOST
    }

    private record State(Standing standing, Instant end) {}

    private final InstantSource clock;
    private final AtomicReference<State> state;

    /** Lasts until {@link #MARGIN} before the leases run out. */
    public LeaseGuard(InstantSource clock, Instant leasesRunOut) {
        this.clock = clock;
        this.state = new AtomicReference<>(new State(Standing.OURS, leasesRunOut.minus(MARGIN)));
    }

    /** Whether no other process can have the leases. If not, the delivery must stop: the next holder of the leases repeats it. */
    public boolean holds() {
        State known = state.get();
        if (known.standing != Standing.OURS || clock.instant().isBefore(known.end)) {
            return known.standing == Standing.OURS;
        }
        // Unless the leases were renewed just now, this answer is final.
        return !state.compareAndSet(known, new State(Standing.DENIED, known.end)) && holds();
    }

    /** Whether the leases may have run out and are not known to be another's: a renewal tells. */
    boolean isInDoubt() {
        State known = state.get();
        return known.standing != Standing.LOST && !clock.instant().isBefore(known.end);
    }

    /** The leases were renewed. */
    void extend(Instant leasesRunOut) {
        state.updateAndGet(known -> new State(known.standing, leasesRunOut.minus(MARGIN)));
    }

    /** Another process has the leases. */
    void lose() {
        state.updateAndGet(known -> new State(Standing.LOST, known.end));
    }
}
