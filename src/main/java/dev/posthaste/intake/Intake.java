package dev.posthaste.intake;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The door. */
public interface Intake {

    /** Opens it for one message. */
    Reception receive(Arrival arrival);

    /**
     * What an earlier request with this key was told, or that the key belongs to another request; empty if there was none.
     * Whoever asks first spares himself the work of a request that is only repeated; the commit decides all the same.
     */
    default Uni<Optional<Verdict>> earlier(TenantId tenant, IdempotencyKey key) {
        return Uni.createFrom().item(Optional.empty());
    }
}
