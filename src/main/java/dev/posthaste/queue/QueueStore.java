package dev.posthaste.queue;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/**
 * The durable queue. A recipient is due when its time has come and no lease holds it; a lease that ran out holds
 * nothing. Several processes may lease from one store: none gets what another has.
 */
public interface QueueStore {

    /** Leases what is due, the longest due first, within the limits of the request. */
    Uni<List<Lease>> lease(LeaseRequest request);

    /**
     * Makes leases last until a later time, those that are still held: also one that ran out, if nobody has leased its
     * recipient since.
     *
     * @return those of the given leases that are held, and last so long now
     */
    Uni<List<Lease>> renew(List<Lease> leases, Instant until);

    /** Gives leases back unused: the recipients are due again at once. */
    Uni<Void> giveBack(List<Lease> leases, Instant now);

    /**
     * Writes down, in one transaction, what is decided of these recipients, and each attempt. What is no longer held by its
     * lease is passed over, so settling twice is settling once. An email whose recipients are all settled lets its blob go.
     *
     * <p>Fails with {@link RefusedSettlementException} if one of them cannot be written at all; any other failure may pass.
     */
    Uni<Void> settle(List<Settlement> settlements, Instant now);

    /** The store cannot write a settlement, however often it is retried: it contains a value that the store does not accept. */
    final class RefusedSettlementException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /** A refusal, with the store's message. */
        public RefusedSettlementException(Throwable cause) {
            super("a settlement was refused: " + cause.getMessage(), cause);
        }
    }
}
