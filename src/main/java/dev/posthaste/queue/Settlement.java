package dev.posthaste.queue;

import java.time.Instant;

/** The decision about a recipient after an attempt. */
public sealed interface Settlement {

    /** The attempt. */
    AttemptResult result();

    /** Delivered. */
    record Delivered(AttemptResult result) implements Settlement {}

    /** It stays in the queue. */
    record Deferred(AttemptResult result, Cause cause, Instant nextAttempt) implements Settlement {}

    /** Permanently refused. */
    record Bounced(AttemptResult result, Cause cause) implements Settlement {}

    /** Given up after {@link RetrySchedule#giveUpAfter}. */
    record Expired(AttemptResult result, Cause cause) implements Settlement {}
}
