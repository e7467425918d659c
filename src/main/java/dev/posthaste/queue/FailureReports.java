package dev.posthaste.queue;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Notifies senders of failed deliveries. */
@FunctionalInterface
public interface FailureReports {

    /**
     * Reports recipients of one email that bounced or expired. The item comes when the report is durable, or when none is
     * due; a failure means that it could not be made durable now.
     */
    Uni<Void> report(List<Settlement> failures);
}
