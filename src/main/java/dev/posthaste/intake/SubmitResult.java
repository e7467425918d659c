package dev.posthaste.intake;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.EmailId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What became of a {@link SubmitRequest}. */
public sealed interface SubmitResult permits SubmitResult.Accepted, NotAccepted {

    /**
     * The email is ours and durable.
     *
     * @param messageId the Message-ID field, angle brackets included
     * @param size octets of the message with the fields that intake added
     * @param novelty whether this request made it, or an earlier one with the same idempotency key
     */
    record Accepted(EmailId email, String messageId, long size, Instant at, List<Handled> recipients, Novelty novelty)
            implements SubmitResult {
        /** Keeps its own copy of the recipients. */
        public Accepted {
            recipients = List.copyOf(recipients);
        }
    }

    /** What became of one recipient at the moment of acceptance. */
    record Handled(EmailAddress address, Recipient.Role role, FirstStatus status) {}

    /** A recipient's first status. */
    enum FirstStatus {
        /** It is in a folder of this server. */
        DELIVERED,
        /** It waits in the queue. */
        QUEUED,
        /** It waits until the time that the submission names. */
        SCHEDULED,
        /** Local mode: it is in the folder of captured mail, and will not leave. */
        CAPTURED,
        /** A stage dropped it. */
        DISCARDED;

        /** The lower-case word for it in the store. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a result is the first for its idempotency key. */
    enum Novelty {
        /** Made by this request. */
        NEW,
        /** Made by an earlier request with this idempotency key. */
        REPLAYED
    }
}
