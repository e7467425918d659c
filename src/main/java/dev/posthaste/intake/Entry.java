package dev.posthaste.intake;

import dev.posthaste.id.AccountId;
import java.util.List;

/** What one entrance makes of a message that has passed its stages. */
interface Entry<R> {

    /** What is to be written, or that the stages leave nothing to accept. */
    Planned plan(Passage passage, Staging.Staged staged);

    /** What came of the stages' decisions. */
    sealed interface Planned {
        /** This is to be written. */
        record Write(Acceptance acceptance) implements Planned {}

        /** Nothing is: the answer is known. */
        record Answer(NotAccepted answer) implements Planned {}
    }

    /** It is durable. */
    R accepted(Passage passage, Acceptance acceptance, List<Ledger.Placed> placed);

    /** It is not accepted. */
    R notAccepted(NotAccepted answer);

    /**
     * These accounts have no room, and nothing was written: what is to be written in its place, or the answer.
     *
     * @param full at least one
     */
    Planned overQuota(Acceptance acceptance, List<AccountId> full);

    /** An account or a folder is gone, and nothing was written. */
    NotAccepted gone();
}
