package dev.posthaste.api.email;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.api.ApiException;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Operation;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.PageToken;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.Shapes.Header;
import dev.posthaste.api.Shapes.Mailbox;
import dev.posthaste.api.Shapes.RawMessage;
import dev.posthaste.intake.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about emails; {@code email.proto} describes them. */
final class EmailShapes {

    private EmailShapes() {}

    /** The state of an email: the status of each recipient. */
    static EntityTag tag(dev.posthaste.queue.Email email) {
        return EntityTag.of(
                email.id(),
                email.recipients().stream()
                        .map(to -> List.of(
                                to.status(), to.reason(), to.attemptCount(), to.nextAttemptAt(), to.settledAt()))
                        .toList());
    }

    @Schema
    record OutgoingAttachment(
            @Nullable String filename,
            @Nullable String contentType,
            byte @Nullable [] content,
            @Nullable String disposition,
            @Nullable String contentId) {

        EmailDraft.Attachment draft(String pointer) {
            return new EmailDraft.Attachment(
                    Shapes.text(filename),
                    Shapes.text(contentType),
                    Shapes.octets(pointer + "/content", content),
                    placement(pointer + "/disposition"),
                    Shapes.text(contentId));
        }

        private EmailDraft.Placement placement(String pointer) {
            return switch (Shapes.text(disposition)) {
                case "" -> EmailDraft.Placement.UNSAID;
                case "attachment" -> EmailDraft.Placement.ATTACHMENT;
                case "inline" -> EmailDraft.Placement.INLINE;
                default ->
                    throw ApiException.at(
                            pointer, ErrorCode.INVALID_VALUE, "is no disposition", "attachment or inline");
            };
        }
    }

    @Schema
    record SendEmailRequest(
            @Nullable Mailbox from,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<Mailbox> to,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<Mailbox> cc,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<Mailbox> bcc,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<Mailbox> replyTo,

            @Nullable String subject,
            @Nullable String text,
            @Nullable String html,
            @Nullable RawMessage raw,
            @Nullable List<Header> headers,
            @Nullable List<OutgoingAttachment> attachments,
            @Nullable List<String> tags,
            @Nullable Map<String, String> metadata) {

        EmailDraft draft(Optional<String> idempotencyKey) {
            return new EmailDraft(
                    new EmailDraft.Addressees(
                            Optional.ofNullable(from).map(SendEmailRequest::person),
                            people("/to", to),
                            people("/cc", cc),
                            people("/bcc", bcc),
                            people("/reply_to", replyTo)),
                    composition(),
                    Optional.ofNullable(raw).map(message -> Shapes.octets("/raw/data", message.data())),
                    new Labels(Shapes.list("/tags", tags), Shapes.map("/metadata", metadata)),
                    idempotencyKey);
        }

        private EmailDraft.Composition composition() {
            List<OutgoingAttachment> files = Shapes.list("/attachments", attachments);
            return new EmailDraft.Composition(
                    Shapes.text(subject),
                    Shapes.text(text),
                    Shapes.text(html),
                    Shapes.list("/headers", headers).stream()
                            .map(header ->
                                    new EmailDraft.Field(Shapes.text(header.name()), Shapes.text(header.value())))
                            .toList(),
                    IntStream.range(0, files.size())
                            .mapToObj(i -> files.get(i).draft("/attachments/" + i))
                            .toList());
        }

        private static List<EmailDraft.Person> people(String pointer, @Nullable List<Mailbox> mailboxes) {
            return Shapes.list(pointer, mailboxes).stream()
                    .map(SendEmailRequest::person)
                    .toList();
        }

        private static EmailDraft.Person person(Mailbox mailbox) {
            return new EmailDraft.Person(Shapes.text(mailbox.address()), Shapes.text(mailbox.name()));
        }
    }

    @Schema
    record Email(
            String id,
            String messageId,
            String status,
            Mailbox from,
            String subject,
            List<Recipient> recipients,
            List<String> tags,
            Map<String, String> metadata,
            long sizeBytes,
            Instant createdAt,
            String etag)
            implements Tagged, Operation.Located {

        static Email of(dev.posthaste.queue.Email email) {
            return new Email(
                    email.id().toString(),
                    email.messageId(),
                    Shapes.word(EmailStatus.of(email)),
                    new Mailbox(email.author().address(), email.author().name()),
                    email.subject(),
                    email.recipients().stream()
                            .map(recipient -> Recipient.of(recipient, null))
                            .toList(),
                    email.tags(),
                    email.metadata(),
                    email.size(),
                    email.createdAt(),
                    tag(email).text());
        }
    }

    @Schema
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Recipient(
            String address,
            String role,
            String status,
            String reason,
            int attemptCount,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant settledAt,
            @Nullable List<Attempt> attempts) {

        static Recipient of(dev.posthaste.queue.Email.RecipientState state, @Nullable List<Attempt> attempts) {
            return new Recipient(
                    state.address().toString(),
                    state.role(),
                    Shapes.word(state.status()),
                    state.reason(),
                    state.attemptCount(),
                    state.nextAttemptAt().orElse(null),
                    state.settledAt().orElse(null),
                    attempts);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(
            int number,
            Instant startedAt,
            Instant finishedAt,
            String outcome,
            String remoteHost,
            String tls,
            @Nullable Integer smtpCode,
            String enhancedCode,
            String diagnostic) {

        static Attempt of(dev.posthaste.queue.Email.Attempt attempt) {
            return new Attempt(
                    attempt.number(),
                    attempt.startedAt(),
                    attempt.finishedAt(),
                    attempt.outcome().toLowerCase(Locale.ROOT),
                    attempt.host(),
                    attempt.tls(),
                    attempt.code().orElse(null),
                    attempt.enhanced(),
                    attempt.answer());
        }
    }

    record ListEmailsRequest(
            @Nullable String status, @Nullable String tag) {

        EmailCalls.Query query(PageToken page) {
            return new EmailCalls.Query(
                    Optional.ofNullable(status).map(ListEmailsRequest::constant), Optional.ofNullable(tag), page);
        }

        private static dev.posthaste.queue.Email.Status constant(String word) {
            return Shapes.constant(dev.posthaste.queue.Email.Status.class, word)
                    .orElseThrow(() -> ApiException.at(
                            "/status",
                            ErrorCode.INVALID_PARAMETER,
                            "is no status",
                            Shapes.words(dev.posthaste.queue.Email.Status.class)));
        }
    }

    @Schema
    record ListEmailsResponse(List<Email> emails, String nextPageToken) implements Paged {}

    @Schema
    record ListEmailRecipientsResponse(List<Recipient> recipients) {
        static ListEmailRecipientsResponse of(Stream<dev.posthaste.queue.Email.RecipientState> states) {
            return new ListEmailRecipientsResponse(states.map(state -> Recipient.of(
                            state, state.attempts().stream().map(Attempt::of).toList()))
                    .toList());
        }
    }
}
