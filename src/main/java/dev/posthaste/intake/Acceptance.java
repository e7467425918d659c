package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.Indexed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All that one message brings into the store, written together or not at all (state S3).
 *
 * @param prefix our trace fields and signatures, which stand before the blob's bytes
 * @param deliveries one for each recipient that is here
 * @param submission the email with its recipients, where somebody may ask what became of it
 */
public record Acceptance(
        EmailId email,
        Instant at,
        StagedBlob blob,
        Contents contents,
        byte[] prefix,
        List<Delivery> deliveries,
        Optional<Submission> submission) {

    /** Keeps its own copy of the deliveries. */
    public Acceptance {
        deliveries = List.copyOf(deliveries);
    }

    /** The same for all accounts but these. */
    Acceptance without(Collection<AccountId> accounts) {
        List<Delivery> rest = deliveries.stream()
                .filter(delivery -> !accounts.contains(delivery.account().id()))
                .toList();
        return new Acceptance(email, at, blob, contents, prefix, rest, submission);
    }

    /** What indexing the message found: see {@code mime.MimeIndexer}. Computed once, whatever the number of recipients. */
    public record Contents(
            byte[] structure, String preview, String searchText, Completeness completeness, Summary summary) {

        /** Of a message of which only this is known. */
        public Contents(byte[] structure, String preview, String searchText, Completeness completeness) {
            this(structure, preview, searchText, completeness, Summary.NONE);
        }

        /** Of an indexed message. */
        public static Contents of(Indexed indexed) {
            Completeness completeness =
                    switch (indexed.coverage()) {
                        case WHOLE -> Completeness.WHOLE;
                        case CUT -> Completeness.CUT;
                    };
            return new Contents(
                    indexed.index().encode(),
                    indexed.preview(),
                    indexed.searchText(),
                    completeness,
                    Summary.of(indexed.index()));
        }
    }

    /** Whether the search text holds all readable text of the message. */
    public enum Completeness {
        /** All of it. */
        WHOLE,
        /** It was cut at the indexer's limit. */
        CUT
    }

    /**
     * One message in one folder.
     *
     * @param prefix what stands before the blob's bytes there: Return-Path (RFC 5321 section 4.4), then the email's own
     */
    public record Delivery(
            AccountRef account, FolderId folder, long flags, Instant internalDate, StoredMessageId id, byte[] prefix) {}

    /**
     * The email as a transport object.
     *
     * @param entrance api, submission or notice
     * @param availableAt when the delivery of scheduled mail begins; empty for at once
     */
    public record Submission(
            TenantId tenant,
            String entrance,
            Optional<AccountId> account,
            String reversePath,
            Headline headline,
            Transport transport,
            Labels labels,
            List<Addressed> recipients,
            Optional<IdempotencyKey> idempotency,
            Optional<Instant> availableAt) {
        /** Keeps its own copy of the recipients. */
        public Submission {
            recipients = List.copyOf(recipients);
        }

        /** Of mail that is delivered at once. */
        public Submission(
                TenantId tenant,
                String entrance,
                Optional<AccountId> account,
                String reversePath,
                Headline headline,
                Transport transport,
                Labels labels,
                List<Addressed> recipients,
                Optional<IdempotencyKey> idempotency) {
            this(
                    tenant,
                    entrance,
                    account,
                    reversePath,
                    headline,
                    transport,
                    labels,
                    recipients,
                    idempotency,
                    Optional.empty());
        }

        /** The same, whose recipients in the queue wait until then. */
        public Submission availableAt(Instant time) {
            return new Submission(
                    tenant,
                    entrance,
                    account,
                    reversePath,
                    headline,
                    transport,
                    labels,
                    recipients,
                    idempotency,
                    Optional.of(time));
        }
    }

    /** A mailbox of the header: its display name, decoded, and its address; each empty if there is none. */
    public record Person(String name, String address) {

        /** Nobody. */
        public static final Person NONE = new Person("", "");

        private static Person first(AddressList list) {
            return list.mailboxes().stream()
                    .findFirst()
                    .map(mailbox -> new Person(Summary.stored(mailbox.decodedName()), Summary.stored(mailbox.spec())))
                    .orElse(NONE);
        }
    }

    /**
     * What a list of emails shows.
     *
     * @param author the first mailbox of From
     * @param sender of Sender; {@link Person#NONE} without that field
     */
    public record Headline(Person author, Person sender, String subject, String messageId) {

        /** Of an author without a display name. */
        public Headline(String author, String subject, String messageId) {
            this(new Person("", author), Person.NONE, subject, messageId);
        }

        /** Of a header; texts are cut at 998 characters. */
        public static Headline of(Envelope envelope, String messageId) {
            return new Headline(
                    Person.first(envelope.from()),
                    Person.first(envelope.sender()),
                    Summary.stored(envelope.decodedSubject()),
                    Summary.stored(messageId));
        }
    }

    /** What the next host must be able to do. */
    public enum Transport {
        /** Nothing special. */
        ANY,
        /** SMTPUTF8 (RFC 6531). */
        UTF8
    }

    /**
     * One recipient's row.
     *
     * @param reason why it stands where it stands; empty if there is nothing to say
     */
    public record Addressed(
            EmailAddress address,
            Recipient.Role role,
            SubmitResult.FirstStatus status,
            String reason,
            Optional<AccountId> account) {}
}
