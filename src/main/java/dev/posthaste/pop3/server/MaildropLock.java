package dev.posthaste.pop3.server;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Uni;

/**
 * One POP3 session at a time has a maildrop (RFC 1939 section 4). It keeps sessions from confusing each other's
 * numbers; it protects no data, since messages are removed by their UIDs.
 *
 * <p>An implementation that spans processes must free what a process held that died.
 */
public interface MaildropLock {

    /** Takes the account's maildrop, if nobody has it. Never waits for whoever has it. */
    Uni<Acquisition> acquire(AccountId account);

    /** What came of {@link #acquire}. */
    sealed interface Acquisition {
        /** The maildrop is the caller's until the lease is released. */
        record Held(Lease lease) implements Acquisition {}

        /** Another session has it. */
        record InUse() implements Acquisition {}
    }

    /** A maildrop that is held. */
    interface Lease {
        /** Gives it back. The second time does nothing, whoever may have it by then. */
        Uni<Void> release();
    }
}
