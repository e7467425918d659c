package dev.posthaste.delivery.report;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;

/** The door, as a notice sees it. */
@FunctionalInterface
public interface NoticeDoor {

    /**
     * Takes a notice of ours, with the null reverse-path.
     *
     * @return an item when it is durable, or refused for good, which nobody is told of; a failure if it is not taken now
     */
    Uni<Void> enter(TenantId tenant, EmailAddress to, byte[] notice);
}
