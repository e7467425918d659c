package dev.posthaste.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.MessageContent;
import dev.posthaste.api.MessageView;
import dev.posthaste.api.PageToken;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.ContentDisposition;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.Part;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON of messages. */
final class MessageJson {

    private MessageJson() {}

    @Schema(description = "A message in a folder.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            @Schema(description = "Stays when the message is moved.", examples = "msg_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String id,

            @Schema(examples = "fld_06bqmz8f9r7dn6fjs0z2c4v9ew")
            String folderId,

            @Schema(description = "IMAP's UID in that folder.")
            long uid,

            @Schema(description = "The Message-ID field, angle brackets included; may be empty.")
            String messageId,

            @Schema(description = "The subject, decoded.") String subject,

            @Schema(description = "The author; with an empty address if there is none.")
            PersonJson from,

            @Schema(description = "The To field.") List<PersonJson> to,
            @Schema(description = "The Cc field.") List<PersonJson> cc,
            @Schema(description = "The Bcc field.") List<PersonJson> bcc,
            @Schema(description = "The Reply-To field.") List<PersonJson> replyTo,

            @Schema(description = "The Message-ID that it answers; may be empty.")
            String inReplyTo,

            @Schema(description = "The Date field; missing if it cannot be read.") @Nullable
            Instant date,

            @Schema(description = "System flags, such as `\\Seen`, and keywords.")
            List<String> flags,

            @Schema(description = "Octets of the whole message.")
            long size,

            @Schema(description = "When it came in.") Instant receivedAt,

            @Schema(description = "The beginning of its text.")
            String preview,

            @Schema(description = "All header fields; only in the message itself.") @Nullable
            List<EmailJson.Header> headers,

            @Schema(description = "Its text, decoded; only in the message itself.") @Nullable
            String text,

            @Schema(description = "Its HTML, decoded and not made safe; only in the message itself.") @Nullable
            String html,

            @Schema(description = "Whether text or html was cut at 1 MiB.") @Nullable
            Boolean truncated,

            @Schema(description = "Its attachments; only in the message itself.") @Nullable
            List<Attachment> attachments,

            @Schema(description = "Tells one state from another; ETag alike.")
            String etag)
            implements Tagged {

        static Message of(MessageView view) {
            return of(view, Optional.empty());
        }

        static Message of(MessageContent content) {
            return of(content.view(), Optional.of(content));
        }

        private static Message of(MessageView view, Optional<MessageContent> content) {
            StoredMessage stored = view.stored();
            Envelope envelope = view.envelope();
            return new Message(
                    stored.id().toString(),
                    stored.folder().toString(),
                    stored.uid(),
                    envelope.id().orElse(""),
                    envelope.decodedSubject(),
                    PersonJson.first(envelope.from()),
                    PersonJson.of(envelope.to()),
                    PersonJson.of(envelope.cc()),
                    PersonJson.of(envelope.bcc()),
                    PersonJson.of(envelope.replyTo()),
                    envelope.inReplyTo().orElse(""),
                    envelope.sentAt().map(OffsetDateTime::toInstant).orElse(null),
                    view.flags(),
                    stored.size(),
                    stored.internalDate(),
                    stored.preview(),
                    content.map(Message::headers).orElse(null),
                    content.map(MessageContent::text).orElse(null),
                    content.map(MessageContent::html).orElse(null),
                    content.map(whole -> whole.extent() == MessageContent.Extent.CUT)
                            .orElse(null),
                    content.map(Message::attachments).orElse(null),
                    EntityTag.of(stored).text());
        }

        private static List<EmailJson.Header> headers(MessageContent content) {
            return content.headers().stream()
                    .map(field -> new EmailJson.Header(field.name(), field.value()))
                    .toList();
        }

        private static List<Attachment> attachments(MessageContent content) {
            return content.attachments().stream().map(Attachment::of).toList();
        }
    }

    @Schema(description = "An attachment of a message.")
    record Attachment(
            @Schema(description = "Its place in the message, as IMAP counts.", examples = "2")
            String part,

            @Schema(description = "Its name; may be empty.", examples = "invoice.pdf")
            String filename,

            @Schema(description = "Its media type.", examples = "application/pdf")
            String contentType,

            @Schema(description = "Octets as they stand in the message, encoded.")
            long encodedSize,

            @Schema(
                    description = "How it is meant to be shown.",
                    enumeration = {"attachment", "inline"})
            String disposition,

            @Schema(description = "What `cid:` in the HTML refers to, without angle brackets; may be empty.")
            String contentId) {

        static Attachment of(MessageContent.Attachment attachment) {
            Part part = attachment.part();
            return new Attachment(
                    attachment.number(),
                    part.filename().orElse(""),
                    part.type().essence(),
                    part.body().length(),
                    disposition(part.fields().disposition()),
                    attachment.contentId());
        }

        private static String disposition(ContentDisposition disposition) {
            return disposition.type().equals("inline") ? "inline" : "attachment";
        }
    }

    @Schema(description = "A page of messages.")
    record ListMessagesResponse(
            @Schema(description = "Newest first.") List<Message> messages,
            @Schema(description = "Empty on the last page.") String nextPageToken)
            implements Paged {

        static ListMessagesResponse of(PageToken.Slice<MessageView> page) {
            return new ListMessagesResponse(
                    page.items().stream().map(Message::of).toList(), page.next());
        }
    }

    @Schema(
            description = "A message for a folder.",
            requiredProperties = {"folder", "raw"})
    record AppendMessageRequest(
            @Schema(description = "`fld_…` or the full name.", examples = "INBOX") @Nullable
            String folder,

            @Schema(description = "The message.") EmailJson.@Nullable RawMessage raw,

            @Schema(description = "Flags that it begins with.", examples = "[\"\\\\Seen\"]") @Nullable
            List<String> flags,

            @Schema(description = "When it came in; now if missing.") @Nullable
            Instant receivedAt) {

        MessageCalls.Place place() {
            return new MessageCalls.Place(
                    Body.text(folder), Body.list("/flags", flags), Optional.ofNullable(receivedAt));
        }

        byte[] octets() {
            return Body.octets("/raw/data", raw == null ? null : raw.data());
        }
    }

    @Schema(description = "How flags change: first set, then add, then remove.")
    record FlagsChange(
            @Schema(description = "Set these.", examples = "[\"\\\\Seen\"]") @Nullable
            List<String> add,

            @Schema(description = "Clear these.") @Nullable List<String> remove,

            @Schema(description = "Set these and clear all others.") @Nullable
            List<String> set) {}

    @Schema(description = "New flags.", requiredProperties = "flags")
    record UpdateMessageRequest(
            @Schema(description = "How they change.") @Nullable
            FlagsChange flags) {

        MessageCalls.FlagsDraft draft() {
            FlagsChange change = flags == null ? new FlagsChange(null, null, null) : flags;
            return new MessageCalls.FlagsDraft(
                    Body.list("/flags/add", change.add()),
                    Body.list("/flags/remove", change.remove()),
                    Optional.ofNullable(change.set()).map(set -> Body.list("/flags/set", set)));
        }
    }

    @Schema(description = "Where a message goes.", requiredProperties = "folder")
    record MoveMessageRequest(
            @Schema(description = "`fld_…` or the full name.", examples = "Archive") @Nullable
            String folder) {}

    @Schema(description = "Where a copy goes.", requiredProperties = "folder")
    record CopyMessageRequest(
            @Schema(description = "`fld_…` or the full name.", examples = "Archive") @Nullable
            String folder) {}
}
