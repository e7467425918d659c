package dev.posthaste.intake;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.StoredMessageId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What the door says of a message. */
public sealed interface Verdict {

    /**
     * It is ours and durable.
     *
     * @param messageId the Message-ID field, angle brackets included
     * @param novelty whether this request made it, or an earlier one with the same idempotency key
     */
    record Accepted(EmailId email, String messageId, long size, Instant at, List<Handed> recipients, Novelty novelty)
            implements Verdict {
        /** Keeps its own copy of the recipients. */
        public Accepted {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * What came {@link Arrival.FromRelay} is durable in the folders of these accounts; the others have no room for it now
     * (452 4.2.2).
     */
    record Delivered(EmailId email, Set<AccountId> accounts) implements Verdict {
        /** Keeps its own copy of the accounts. */
        public Delivered {
            accounts = Set.copyOf(accounts);
        }
    }

    /** It lies in the folder (RFC 4315's APPENDUID). */
    record Appended(long uidValidity, long uid, StoredMessageId id) implements Verdict {}

    /** It is not taken, and will not be if it comes again unchanged. */
    record Refused(Reason reason, String detail) implements Verdict {}

    /** It is not taken now: the store is not there, or an account has filled up meanwhile. */
    record TryLater(String detail, Certainty certainty) implements Verdict {
        /** Of what was certainly not written. */
        public TryLater(String detail) {
            this(detail, Certainty.NOTHING_WRITTEN);
        }
    }

    /** What is known of a message that was not taken. */
    enum Certainty {
        /** The store has nothing of it. */
        NOTHING_WRITTEN,
        /** It may be ours nevertheless: the store did not say what became of it. Whoever brings it again may bring it twice. */
        UNKNOWN
    }

    /** What became of one recipient in the moment of acceptance. */
    record Handed(EmailAddress address, Recipient.Role role, Fate fate) {}

    /** A recipient's first status. */
    enum Fate {
        /** It lies in a folder of this server. */
        DELIVERED,
        /** It waits in the queue. */
        QUEUED,
        /** Local mode: it lies in the folder of captured mail, and will not leave. */
        CAPTURED
    }

    /** Whether an answer is the first. */
    enum Novelty {
        /** Made by this request. */
        NEW,
        /** Made by an earlier request with this idempotency key. */
        REPLAYED
    }

    /** Why a message is refused for good. */
    enum Reason {
        /** More octets than POSTHASTE_MESSAGE_SIZE_MAX (552 5.3.4). */
        TOO_LARGE,
        /** A header larger than the door reads (552 5.3.4). */
        HEADER_TOO_LARGE,
        /** Too many Received fields (554 5.4.6). */
        LOOP,
        /** The From field names an address that the sender does not own (550 5.7.1). */
        NOT_YOUR_ADDRESS,
        /** A submission without a From field, or with one that cannot be read (550 5.6.0). */
        NO_AUTHOR,
        /** An account has no room for it (552 5.2.2). */
        OVER_QUOTA,
        /** The folder is gone (TRYCREATE). */
        NO_SUCH_FOLDER,
        /** The key was used with another request (422). */
        IDEMPOTENCY_KEY_REUSED
    }
}
