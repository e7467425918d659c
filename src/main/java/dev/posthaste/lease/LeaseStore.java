package dev.posthaste.lease;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.UUID;

/** Where leases are kept, for all processes of the cluster. */
public interface LeaseStore {

    /**
     * Takes a lease, or renews the holder's own: it ends {@code length} from now, by the store's clock. Never waits for whoever
     * has it.
     *
     * @return false if another holder has it
     */
    Uni<Boolean> acquire(String name, UUID holder, Duration length);

    /** Ends a lease; does nothing if the holder does not have it. */
    Uni<Void> release(String name, UUID holder);
}
