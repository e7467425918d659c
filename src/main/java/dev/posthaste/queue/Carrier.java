package dev.posthaste.queue;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Takes mail to its destination. */
@FunctionalInterface
public interface Carrier {

    /**
     * Attempts a delivery.
     *
     * Before a message is begun, and before its end is said, the consignment's {@link Hold} is asked; once it does not last,
     * nothing more is attempted.
     *
     * @return one result per lease that was attempted: of every one, as long as the hold lasts; a failure of the {@link Uni}
     *     is a bug of the carrier and defers
     */
    Uni<List<AttemptResult>> carry(Consignment consignment);
}
