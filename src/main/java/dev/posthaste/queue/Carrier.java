package dev.posthaste.queue;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Delivers mail to its destination. */
@FunctionalInterface
public interface Carrier {

    /**
     * Attempts a delivery.
     *
     * <p>Before a message is begun, and before its end is sent, the consignment's {@link LeaseGuard} is asked; once it no longer
     * holds, nothing more is attempted.
     *
     * @return one result per lease that was attempted: of every one, as long as the guard holds; a failure of the {@link Uni}
     *     is a bug of the carrier and defers
     */
    Uni<List<AttemptResult>> carry(Consignment consignment);
}
