package dev.posthaste.queue;

import java.time.Instant;

/** The result of one attempt for one recipient, as the history keeps it. */
public record AttemptResult(Lease lease, Outcome outcome, Contact contact, Instant startedAt, Instant finishedAt) {

    /** The number of this attempt, from 1. */
    public int number() {
        return lease.attempts() + 1;
    }
}
