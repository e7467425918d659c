package dev.posthaste.app;

import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.Uuid7;
import dev.posthaste.lease.Lease;
import dev.posthaste.lease.LeaseStore;
import dev.posthaste.mailbox.MailboxStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Deletes, from time to time, what nothing needs any more. Each sweep is done by one node of the cluster. */
@Singleton
final class Sweeps {

    private static final Logger LOG = Logger.getLogger(Sweeps.class);

    static final Duration PAUSE = Duration.ofMinutes(10);

    /** Longer than the pause, so that a sweep stays with its node; after a node has died, others wait so long. */
    private static final Duration LEASE = PAUSE.multipliedBy(2);

    /** What nothing refers to is kept so long: an upload may be under way. */
    private static final Duration BLOB_AGE = Duration.ofHours(24);

    private final Vertx vertx;
    private final LeaseStore store;
    private final UUID node;
    private final KeySweep keys;
    private final EventSweep events;
    private final BlobStore blobs;
    private final MailboxStore mailbox;
    private final List<Lease> leases = new ArrayList<>();

    Sweeps(
            Vertx vertx,
            LeaseStore store,
            Uuid7 ids,
            KeySweep keys,
            EventSweep events,
            BlobStore blobs,
            MailboxStore mailbox) {
        this.vertx = vertx;
        this.store = store;
        this.node = ids.next();
        this.keys = keys;
        this.events = events;
        this.blobs = blobs;
        this.mailbox = mailbox;
    }

    /** Begins; the first sweep is done after a pause. */
    void start() {
        onOneNode("sweep.idempotency-keys", keys.run());
        onOneNode("sweep.events", events.run());
        onOneNode("sweep.blobs", blobs.sweep(BLOB_AGE).replaceWithVoid());
        onOneNode(
                "sweep.expunged",
                mailbox.forgetExpunged(MailboxStore.EXPUNGED_AGE).replaceWithVoid());
    }

    /** Lets other nodes take over at once. What cannot be released now runs out. */
    Uni<Void> stop() {
        List<Uni<Void>> released = leases.stream().map(Lease::release).toList();
        return released.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(released)
                        .andCollectFailures()
                        .onFailure()
                        .invoke(failure -> LOG.warnf("leases of sweeps were not released: %s", failure))
                        .onFailure()
                        .recoverWithItem(List.of())
                        .replaceWithVoid();
    }

    private void onOneNode(String name, Uni<Void> work) {
        Lease lease = new Lease(store, name, node, LEASE);
        leases.add(lease);
        new Recurring(name, PAUSE).start(vertx, lease.whileHeld(work).replaceWithVoid());
    }
}
