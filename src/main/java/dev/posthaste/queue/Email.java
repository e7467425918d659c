package dev.posthaste.queue;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A submission with its recipients, as far as they have come.
 *
 * @param door how it came in: api, submission, notice
 * @param reversePath as in {@code MAIL FROM}, with brackets
 * @param from the header's From field, decoded
 */
public record Email(
        TenantId tenant,
        EmailId id,
        String door,
        String reversePath,
        String from,
        String subject,
        String messageId,
        long size,
        List<String> tags,
        Map<String, String> metadata,
        Instant createdAt,
        List<RecipientState> recipients) {

    /** Keeps its own copies. */
    public Email {
        tags = List.copyOf(tags);
        metadata = Map.copyOf(metadata);
        recipients = List.copyOf(recipients);
    }

    /**
     * One recipient.
     *
     * @param role to, cc, bcc or envelope
     * @param reason why it has this status, in words; empty if there is nothing to add
     */
    public record RecipientState(
            int number,
            EmailAddress address,
            String role,
            Status status,
            String reason,
            int attemptCount,
            Optional<Instant> nextAttemptAt,
            Optional<Instant> settledAt,
            List<Attempt> attempts) {
        /** Keeps its own copy of the attempts. */
        public RecipientState {
            attempts = List.copyOf(attempts);
        }
    }

    /** The status of a recipient. */
    public enum Status {
        /** Waits for its first attempt. */
        QUEUED,
        /** An attempt is under way. */
        SENDING,
        /** Waits for another attempt. */
        DEFERRED,
        /** The next host, or a folder of this server, has it. */
        DELIVERED,
        /** Local mode: it was captured. */
        CAPTURED,
        /** Refused for good. */
        BOUNCED,
        /** Given up after too long a time. */
        EXPIRED
    }

    /**
     * One try.
     *
     * @param outcome delivered, deferred or failed
     * @param host name and port of the host that answered; empty if none did
     * @param tls protocol version, or empty for none
     * @param code the SMTP reply code; empty if there was no reply
     * @param enhanced the enhanced status code, such as 4.2.1
     * @param answer the host's words, or what went wrong
     */
    public record Attempt(
            int number,
            Instant startedAt,
            Instant finishedAt,
            String outcome,
            String host,
            String tls,
            Optional<Integer> code,
            String enhanced,
            String answer) {}
}
