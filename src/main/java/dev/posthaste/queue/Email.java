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
 * @param entrance how it came in: api, submission, notice
 * @param reversePath as in {@code MAIL FROM}, with brackets
 * @param author the first mailbox of the From field
 * @param sender of the Sender field; {@link Person#NONE} without that field
 */
public record Email(
        TenantId tenant,
        EmailId id,
        String entrance,
        String reversePath,
        Person author,
        Person sender,
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

    /** The author as one text: {@code name <address>}, or the address alone. */
    public String from() {
        return author.name().isEmpty() ? author.address() : author.name() + " <" + author.address() + ">";
    }

    /** A mailbox of the header: its display name, decoded, and its address; each empty if there is none. */
    public record Person(String name, String address) {

        /** Nobody. */
        public static final Person NONE = new Person("", "");
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
        /** Waits for the time that its sender has set. */
        SCHEDULED,
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
        EXPIRED,
        /** Cancelled by its sender before an attempt began. */
        CANCELLED
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
