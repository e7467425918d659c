package dev.posthaste.lease;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/**
 * The right to do one kind of work, which one process of the cluster has at a time. After the work the lease is kept until it
 * runs out, so that work whose pause is shorter than {@link #length} stays with the same process; when that process dies, another
 * one goes on after {@code length}.
 *
 * <p>A process that stood still for longer than {@code length} may do a part of the work while another does it, too: until its
 * next renewal it does not know. What is done under a lease must allow for that.
 */
public final class Lease {

    /** Renewals within the length of a lease: one may be late before it runs out. */
    private static final int RENEWALS = 3;

    /** For a store that does not answer: the next run tries again. */
    private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

    private final LeaseStore store;
    private final String name;
    private final UUID holder;
    private final Duration length;

    /**
     * The lease called {@code name} for this process.
     *
     * @param holder the same for all leases of one process
     * @param length how long it lasts after the last renewal
     */
    public Lease(LeaseStore store, String name, UUID holder, Duration length) {
        if (!length.isPositive()) {
            throw new IllegalArgumentException("a lease lasts for some time, not " + length);
        }
        this.store = store;
        this.name = name;
        this.holder = holder;
        this.length = length;
    }

    /** The lease went to another holder, and the work was cancelled. */
    public static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException(String name) {
            super("another node has taken over " + name);
        }
    }

    /**
     * Does the work if no other process has the lease, and renews the lease meanwhile. The work is cancelled when a renewal fails:
     * with {@link LostException} if another process has the lease by then.
     *
     * @return whether the work was done; false if another process has the lease
     */
    public Uni<Boolean> whileHeld(Uni<Void> work) {
        return acquire().chain(mine -> mine ? renewing(work) : Uni.createFrom().item(false));
    }

    /** Lets another process have it at once; does nothing if this one does not have it. */
    public Uni<Void> release() {
        return store.release(name, holder).ifNoItem().after(STORE_TIMEOUT).fail();
    }

    private Uni<Boolean> renewing(Uni<Void> work) {
        return Uni.join().first(work.replaceWith(true), lost()).toTerminate();
    }

    /** Gives no item, but a failure when the lease is not renewed. */
    private Uni<Boolean> lost() {
        return Multi.createFrom()
                .ticks()
                .every(length.dividedBy(RENEWALS))
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> acquire())
                .filter(mine -> !mine)
                .toUni()
                .map(mine -> {
                    throw new LostException(name);
                });
    }

    private Uni<Boolean> acquire() {
        return store.acquire(name, holder, length)
                .ifNoItem()
                .after(STORE_TIMEOUT)
                .fail();
    }
}
