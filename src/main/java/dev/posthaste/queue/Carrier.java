package dev.posthaste.queue;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Takes mail to its destination. */
@FunctionalInterface
public interface Carrier {

    /**
     * Attempts a delivery.
     *
     * @return one result per lease, whatever happens; a failure of the {@link Uni} is a bug of the carrier and defers
     */
    Uni<List<AttemptResult>> carry(Consignment consignment);
}
