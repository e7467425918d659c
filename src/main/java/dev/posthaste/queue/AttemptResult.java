package dev.posthaste.queue;

import java.time.Instant;

/** What came of one attempt for one recipient, as history keeps it. */
public record AttemptResult(Lease lease, Outcome outcome, Contact contact, Instant startedAt, Instant finishedAt) {

    /** The number of this attempt, from 1. */
    public int number() {
        return lease.attempts() + 1;
    }
}
