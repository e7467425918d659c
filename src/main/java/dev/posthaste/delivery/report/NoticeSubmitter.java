package dev.posthaste.delivery.report;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;

/** Accepts notices: what this package needs of intake. */
@FunctionalInterface
public interface NoticeSubmitter {

    /**
     * Submits a notice with the null reverse-path.
     *
     * @return an item when the notice is durable or permanently refused, which is not reported to anyone; a failure if
     *     it is temporarily refused
     */
    Uni<Void> submit(TenantId tenant, EmailAddress to, byte[] notice);
}
