package dev.posthaste.intake;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where acceptances are written. */
public interface Ledger {

    /**
     * Writes a group in one transaction, all of it or nothing, and answers when it is durable. Whoever watches the folders
     * is told afterwards.
     *
     * @return fails with {@link LedgerRefusedException} if the database undid the transaction; any other failure leaves
     *     open whether it was written
     */
    Uni<Outcome> write(List<Acceptance> group);

    /** What was accepted under this key before. */
    Uni<Optional<Earlier>> earlier(TenantId tenant, IdempotencyKey key);

    /** Forgets the idempotency keys of what was accepted before that moment. */
    Uni<Void> forgetKeys(Instant before);

    /** What came of a group. */
    sealed interface Outcome {
        /** Durable: for each acceptance what it placed, in the order of its deliveries. */
        record Written(List<List<Placed>> placed) implements Outcome {}

        /** Nothing was written: these accounts have no room for what the group brings them. */
        record OverQuota(List<AccountId> accounts) implements Outcome {}

        /** Nothing was written: a folder or an account is gone. */
        record Gone() implements Outcome {}

        /** Nothing was written: an idempotency key of the group exists already. */
        record KeyTaken() implements Outcome {}
    }

    /** Where a delivery lies now, and what its account holds since. */
    record Placed(long uidValidity, long uid, long modSeq, long usedOctets, long quotaOctets) {}

    /** An earlier acceptance, and the fingerprint of the request that made it. */
    record Earlier(byte[] fingerprint, SubmitResult.Accepted result) {
        /** What whoever comes with {@code key} again is told. */
        SubmitResult answer(IdempotencyKey key) {
            return Arrays.equals(fingerprint, key.fingerprint())
                    ? result
                    : NotAccepted.refused(
                            Refusal.Reason.IDEMPOTENCY_KEY_REUSED,
                            "the idempotency key was used before, with another request");
        }
    }
}
