package dev.posthaste.queue;

import java.time.Instant;

/** What is decided of a recipient after an attempt. */
public sealed interface Settlement {

    /** The attempt. */
    AttemptResult result();

    /** Done. */
    record Delivered(AttemptResult result) implements Settlement {}

    /** It stays in the queue. */
    record Deferred(AttemptResult result, Cause cause, Instant nextAttempt) implements Settlement {}

    /** Refused for good. */
    record Bounced(AttemptResult result, Cause cause) implements Settlement {}

    /** Given up after too long a time. */
    record Expired(AttemptResult result, Cause cause) implements Settlement {}
}
