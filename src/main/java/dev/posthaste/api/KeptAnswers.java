package dev.posthaste.api;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which requests with an idempotency key were made, and what was answered: one row a key, durable and shared by all
 * nodes. A key is first reserved for as long as its call may take, then kept with the answer. What an answer is, this
 * store does not know.
 */
public interface KeptAnswers {

    /** A key is remembered so long at the least; the draft of the Idempotency-Key header field leaves it to the server. */
    Duration KEPT_FOR = Duration.ofHours(24);

    /** Reserves the key for {@code lease}, unless it is reserved or answered already. */
    Uni<Reservation> reserve(Name name, Duration lease);

    /** What is kept under the key, without reserving it; empty if nothing was answered. */
    Uni<Optional<byte[]>> find(Name name);

    /** Keeps the answer. Does nothing if the lease has run out and somebody else has the key. */
    Uni<Void> keep(Lease lease, byte[] answer);

    /** The call did nothing: the key is free again, unless somebody else has it. */
    Uni<Void> release(Lease lease);

    /** Forgets the keys that were reserved before that moment. */
    Uni<Void> forget(Instant before);

    /**
     * A key in its place.
     *
     * @param scope what it counts for, at most 64 characters
     * @param key what the client sent, at most 255 characters
     */
    record Name(TenantId tenant, String scope, String key) {}

    /** The right to call. */
    record Lease(Name name, UUID token) {}

    /** What came of {@link #reserve}. */
    sealed interface Reservation {
        /** Ours: call now. */
        record Reserved(Lease lease) implements Reservation {}

        /** The call was made. */
        record Answered(byte[] answer) implements Reservation {}

        /** The call is being made. */
        record UnderWay() implements Reservation {}
    }
}
