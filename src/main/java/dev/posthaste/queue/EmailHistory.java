package dev.posthaste.queue;

import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** The history of a tenant's emails. */
public interface EmailHistory {

    /** One email with recipients and attempts. */
    Uni<Optional<Email>> get(TenantId tenant, EmailId id);

    /** Emails, newest first, recipients without their attempts. */
    Uni<List<Email>> list(TenantId tenant, Filter filter);

    /**
     * Which emails are listed.
     *
     * @param status only those with a recipient in this status
     * @param tag only those with this tag
     * @param before only those older than this one
     */
    record Filter(Optional<Email.Status> status, Optional<String> tag, Optional<EmailId> before, int limit) {}
}
