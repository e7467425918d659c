package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Who stands at the door, and what he wants done with the message that follows. */
public sealed interface Arrival {

    /** Another server, by SMTP. All recipients are local. The message is kept as it came, below our trace fields. */
    record FromPeer(ReversePath from, List<Recipient> to, Trace trace) implements Arrival {
        /** Keeps its own copy of the recipients. */
        public FromPeer {
            to = List.copyOf(to);
        }
    }

    /**
     * A relay of our own, by LMTP. All recipients are local, and each is answered for himself: who has room gets the message
     * although others have none (RFC 2033 section 4.2). The message is kept as it came, below our trace fields.
     */
    record FromRelay(ReversePath from, List<Recipient> to, Trace trace) implements Arrival {
        /** Keeps its own copy of the recipients. */
        public FromRelay {
            to = List.copyOf(to);
        }
    }

    /**
     * A user of ours, by SMTP submission: Bcc goes, Date and Message-ID come where they are missing, DKIM signs.
     *
     * @param asked what the client said that the message may need: SMTPUTF8, or nothing
     */
    record FromAccount(
            AccountRef account, ReversePath from, List<Recipient> to, Acceptance.Transport asked, Trace trace)
            implements Arrival {
        /** Keeps its own copy of the recipients. */
        public FromAccount {
            to = List.copyOf(to);
        }
    }

    /** A program, by the API, for its tenant; treated as a submission. */
    record FromProgram(
            TenantId tenant,
            ReversePath from,
            List<Recipient> to,
            Labels labels,
            Optional<IdempotencyKey> idempotency,
            Trace trace)
            implements Arrival {
        /** Keeps its own copy of the recipients. */
        public FromProgram {
            to = List.copyOf(to);
        }
    }

    /** A notice of our own (a DSN, a warning): its reverse-path is empty. */
    record Notice(TenantId tenant, List<Recipient> to, Trace trace) implements Arrival {
        /** Keeps its own copy of the recipients. */
        public Notice {
            to = List.copyOf(to);
        }
    }

    /**
     * A message put straight into a folder, by IMAP APPEND or the API: not a byte is changed.
     *
     * @param flags bits of {@code mailbox.Flags}
     * @param internalDate empty: it is the present
     */
    record Append(AccountRef account, FolderId folder, long flags, Optional<Instant> internalDate) implements Arrival {}
}
