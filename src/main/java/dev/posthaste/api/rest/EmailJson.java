package dev.posthaste.api.rest;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.api.EmailDraft;
import dev.posthaste.api.EmailStatus;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.PageToken;
import dev.posthaste.intake.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of emails. */
final class EmailJson {

    private EmailJson() {}

    @Schema(description = "A complete message as it stands on the wire (RFC 5322).")
    record RawMessage(
            @Schema(description = "The octets in base64, with CR LF or LF line ends.")
            byte @Nullable [] data) {}

    @Schema(description = "A header field.")
    record Header(
            @Schema(description = "The field's name.", examples = "X-Order") @Nullable
            String name,

            @Schema(description = "Its value, decoded and on one line.", examples = "4711") @Nullable
            String value) {

        EmailDraft.Field draft() {
            return new EmailDraft.Field(Body.text(name), Body.text(value));
        }
    }

    @Schema(
            description = "A file that goes with an email.",
            requiredProperties = {"content"})
    record OutgoingAttachment(
            @Schema(description = "Its name, without a path.", examples = "invoice.pdf") @Nullable
            String filename,

            @Schema(description = "Its media type; application/octet-stream if missing.", examples = "application/pdf")
            @Nullable
            String contentType,

            @Schema(description = "Its octets in base64.", examples = "JVBERi0xLjcK")
            byte @Nullable [] content,

            @Schema(
                    description = "How it is meant to be shown; inline if there is a content id.",
                    enumeration = {"attachment", "inline"})
            @Nullable
            String disposition,

            @Schema(description = "What `cid:` in the HTML refers to, without angle brackets.", examples = "logo")
            @Nullable
            String contentId) {

        EmailDraft.Attachment draft(String pointer) {
            return new EmailDraft.Attachment(
                    Body.text(filename),
                    Body.text(contentType),
                    Body.octets(pointer + "/content", content),
                    Words.placement(pointer + "/disposition", Body.text(disposition)),
                    Body.text(contentId));
        }
    }

    @Schema(description = "An email to be sent: text, html or both, or else raw.")
    record SendEmailRequest(
            @Schema(description = "The author; the domain must be one of the tenant's. Not with raw.") @Nullable
            PersonJson from,

            @Schema(description = "Recipients in the To field.")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<PersonJson> to,

            @Schema(description = "Recipients in the Cc field.")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<PersonJson> cc,

            @Schema(description = "Recipients of whom the message shows nothing.")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<PersonJson> bcc,

            @Schema(description = "Where answers go.")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<PersonJson> replyTo,

            @Schema(description = "The subject.", examples = "Your order 4711") @Nullable
            String subject,

            @Schema(description = "The text.", examples = "Thank you!") @Nullable
            String text,

            @Schema(description = "The text in HTML.", examples = "<p>Thank you!</p>") @Nullable
            String html,

            @Schema(
                    description = "A complete message instead of from, reply_to, subject, text, html, headers and"
                            + " attachments. Its recipients are to, cc and bcc, or, if all are missing, those of its To,"
                            + " Cc and Bcc fields.")
            @Nullable
            RawMessage raw,

            @Schema(description = "Further header fields, in this order.") @Nullable
            List<Header> headers,

            @Schema(description = "Files that go with it.") @Nullable
            List<OutgoingAttachment> attachments,

            @Schema(description = "Words by which emails are found again.") @Nullable
            List<String> tags,

            @Schema(description = "What the sender wants to be told again with everything about this email.") @Nullable
            Map<String, String> metadata) {

        EmailDraft draft(Optional<String> idempotencyKey) {
            return new EmailDraft(addressees(), composition(), octets(), labels(), idempotencyKey);
        }

        private EmailDraft.Addressees addressees() {
            return new EmailDraft.Addressees(
                    PersonJson.author(from),
                    PersonJson.drafts("/to", to),
                    PersonJson.drafts("/cc", cc),
                    PersonJson.drafts("/bcc", bcc),
                    PersonJson.drafts("/reply_to", replyTo));
        }

        private EmailDraft.Composition composition() {
            List<OutgoingAttachment> files = Body.list("/attachments", attachments);
            return new EmailDraft.Composition(
                    Body.text(subject),
                    Body.text(text),
                    Body.text(html),
                    Body.list("/headers", headers).stream().map(Header::draft).toList(),
                    IntStream.range(0, files.size())
                            .mapToObj(i -> files.get(i).draft("/attachments/" + i))
                            .toList());
        }

        private Optional<byte[]> octets() {
            return Optional.ofNullable(raw).map(message -> Body.octets("/raw/data", message.data()));
        }

        private Labels labels() {
            return new Labels(Body.list("/tags", tags), Body.map("/metadata", metadata));
        }
    }

    @Schema(description = "A submission with its recipients.")
    record Email(
            @Schema(examples = "em_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(description = "The Message-ID field, angle brackets included.")
            String messageId,

            @Schema(
                    description = "Where the recipient stands that is least far.",
                    enumeration = {
                        "scheduled",
                        "queued",
                        "sending",
                        "deferred",
                        "delivered",
                        "captured",
                        "bounced",
                        "expired",
                        "cancelled"
                    })
            String status,

            @Schema(description = "The author.") PersonJson from,
            @Schema(description = "The subject, decoded.") String subject,

            @Schema(description = "The recipients, without their attempts.")
            List<Recipient> recipients,

            @Schema(description = "As given by the sender.") List<String> tags,
            @Schema(description = "As given by the sender.") Map<String, String> metadata,

            @Schema(description = "Octets of the message.", examples = "18211")
            long sizeBytes,

            @Schema(description = "When it was accepted.") Instant createdAt,

            @Schema(description = "Tells one state from another; ETag alike.")
            String etag)
            implements Tagged {

        static Email of(dev.posthaste.queue.Email email) {
            return new Email(
                    email.id().toString(),
                    email.messageId(),
                    Words.of(EmailStatus.of(email)),
                    new PersonJson(email.author().address(), email.author().name()),
                    email.subject(),
                    email.recipients().stream().map(Recipient::brief).toList(),
                    email.tags(),
                    email.metadata(),
                    email.size(),
                    email.createdAt(),
                    EntityTag.of(email).text());
        }
    }

    @Schema(description = "One address that an email goes to.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Recipient(
            @Schema(description = "The address.", examples = "bob@example.net")
            String address,

            @Schema(
                    description = "Where the address stood.",
                    enumeration = {"to", "cc", "bcc", "envelope"})
            String role,

            @Schema(
                    description = "Where it stands.",
                    enumeration = {
                        "scheduled",
                        "queued",
                        "sending",
                        "deferred",
                        "delivered",
                        "captured",
                        "bounced",
                        "expired",
                        "cancelled"
                    })
            String status,

            @Schema(description = "Why it stands there, in words; may be empty.")
            String reason,

            @Schema(description = "How often it was tried.") int attemptCount,

            @Schema(description = "When it is tried again.") @Nullable
            Instant nextAttemptAt,

            @Schema(description = "When its fate was settled.") @Nullable
            Instant settledAt,

            @Schema(description = "Every attempt; only in the list of recipients.") @Nullable
            List<Attempt> attempts) {

        private static Recipient of(dev.posthaste.queue.Email.RecipientState state, @Nullable List<Attempt> attempts) {
            return new Recipient(
                    state.address().toString(),
                    state.role(),
                    Words.of(state.status()),
                    state.reason(),
                    state.attemptCount(),
                    Body.orNull(state.nextAttemptAt()),
                    Body.orNull(state.settledAt()),
                    attempts);
        }

        static Recipient brief(dev.posthaste.queue.Email.RecipientState state) {
            return of(state, null);
        }

        static Recipient whole(dev.posthaste.queue.Email.RecipientState state) {
            return of(state, state.attempts().stream().map(Attempt::of).toList());
        }
    }

    @Schema(description = "One attempt to hand an email to another host.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(
            @Schema(description = "Counts from 1.") int number,
            @Schema(description = "When it began.") Instant startedAt,
            @Schema(description = "When it ended.") Instant finishedAt,

            @Schema(
                    description = "What came of it.",
                    enumeration = {"delivered", "deferred", "failed"})
            String outcome,

            @Schema(description = "The host that answered; empty if none did.", examples = "mx1.example.net:25")
            String remoteHost,

            @Schema(description = "The TLS version; empty for none.", examples = "TLSv1.3")
            String tls,

            @Schema(description = "The SMTP reply code; missing if there was no reply.", examples = "451") @Nullable
            Integer smtpCode,

            @Schema(description = "The enhanced status code; may be empty.", examples = "4.2.1")
            String enhancedCode,

            @Schema(description = "The host's words, or what went wrong.")
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

    @Schema(description = "A page of emails.")
    record ListEmailsResponse(
            @Schema(description = "Newest first.") List<Email> emails,
            @Schema(description = "Empty on the last page.") String nextPageToken)
            implements Paged {

        static ListEmailsResponse of(PageToken.Slice<dev.posthaste.queue.Email> page) {
            return new ListEmailsResponse(page.items().stream().map(Email::of).toList(), page.next());
        }
    }

    @Schema(description = "All recipients of an email.")
    record ListEmailRecipientsResponse(
            @Schema(description = "In the order of the submission.")
            List<Recipient> recipients) {

        static ListEmailRecipientsResponse of(List<dev.posthaste.queue.Email.RecipientState> states) {
            return new ListEmailRecipientsResponse(
                    states.stream().map(Recipient::whole).toList());
        }
    }
}
