package dev.posthaste.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How long the leases of a consignment are ours for certain. A process that stood still for longer than its leases last
 * (SIGSTOP, a paused machine, a long collection of garbage) finds deliveries in its hands that another process has taken
 * over: so whoever is about to do what cannot be undone asks first.
 *
 * <p>Once it was said to be over it stays over, whatever is learned later: somebody may have put the mail down on that
 * word. Extended on the dispatcher's loop, asked on any thread.
 */
public final class Hold {

    /** The clocks of two nodes differ by less than this, and what was asked about is done within it. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    private enum Standing {
        OURS,
        /** Somebody was told that it is over, although the leases may not be another's. */
        DENIED,
        LOST
    }

    private record State(Standing standing, Instant end) {}

    private final InstantSource clock;
    private final AtomicReference<State> state;

    /** Lasts until {@link #MARGIN} before the leases run out. */
    public Hold(InstantSource clock, Instant leasesRunOut) {
        this.clock = clock;
        this.state = new AtomicReference<>(new State(Standing.OURS, leasesRunOut.minus(MARGIN)));
    }

    /** Whether nobody else can have the leases. If not, the mail is to be put down: whoever leases it next carries it. */
    public boolean lasts() {
        State known = state.get();
        if (known.standing != Standing.OURS || clock.instant().isBefore(known.end)) {
            return known.standing == Standing.OURS;
        }
        // Unless the leases were renewed just now, this answer is final.
        return !state.compareAndSet(known, new State(Standing.DENIED, known.end)) && lasts();
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

    /** The leases are another's. */
    void lose() {
        state.updateAndGet(known -> new State(Standing.LOST, known.end));
    }
}
