package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * One POP3 session at a time has a maildrop (RFC 1939 section 4), whichever process serves it. It keeps sessions from
 * confusing each other's numbers; it protects no data, since messages are removed by their UIDs.
 */
public interface MaildropLock {

    /**
     * A process that died frees what it held after this time. Long enough for a database that restarts, short enough for a
     * person who tries again.
     */
    Duration LEASE = Duration.ofSeconds(60);

    /** Takes the account's maildrop, if nobody has it. Never waits for whoever has it. */
    Uni<Acquisition> acquire(AccountId account);

    /** What came of {@link #acquire}. */
    sealed interface Acquisition {
        /** The maildrop is the caller's until the lease is released or lost. */
        record Held(Lease lease) implements Acquisition {}

        /** Another session has it. */
        record InUse() implements Acquisition {}
    }

    /** A maildrop that is held, and stays so as long as this process lives and reaches the store. */
    interface Lease {
        /** Gives it back. The second time does nothing, whoever may have it by then. */
        Uni<Void> release();

        /**
         * Calls {@code then}, once and on any thread, when another session has the maildrop although this lease was not
         * released: the store was out of reach for longer than {@link #LEASE}. The session must end.
         */
        void whenLost(Runnable then);
    }
}
