package dev.posthaste.api.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthaste.api.EntityTag;
import dev.posthaste.api.Fingerprint;
import dev.posthaste.api.Operation.Paged;
import dev.posthaste.api.Operation.Tagged;
import dev.posthaste.api.Shapes;
import dev.posthaste.api.Shapes.Header;
import dev.posthaste.api.Shapes.Mailbox;
import dev.posthaste.api.Shapes.RawMessage;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.Part;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The requests and answers about messages; {@code message.proto} describes them. */
final class MessageShapes {

    private MessageShapes() {}

    /** MODSEQ ascends with every change, and a move gives another UID; the store compares it in its transaction. */
    static EntityTag tag(StoredMessage message) {
        return new EntityTag("\"" + message.modSeq() + '.' + message.uid() + '"');
    }

    @Schema
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(
            String id,
            String folderId,
            long uid,
            String messageId,
            String subject,
            Mailbox from,
            List<Mailbox> to,
            List<Mailbox> cc,
            List<Mailbox> bcc,
            List<Mailbox> replyTo,
            String inReplyTo,
            @Nullable Instant date,
            List<String> flags,
            long size,
            Instant receivedAt,
            String preview,
            @Nullable List<Header> headers,
            @Nullable String text,
            @Nullable String html,
            @Nullable Boolean truncated,
            @Nullable List<Attachment> attachments,
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
                    Shapes.first(envelope.from()),
                    Shapes.mailboxes(envelope.to()),
                    Shapes.mailboxes(envelope.cc()),
                    Shapes.mailboxes(envelope.bcc()),
                    Shapes.mailboxes(envelope.replyTo()),
                    envelope.inReplyTo().orElse(""),
                    envelope.sentAt().map(OffsetDateTime::toInstant).orElse(null),
                    view.flags(),
                    stored.size(),
                    stored.internalDate(),
                    stored.preview(),
                    content.map(MessageContent::headers).orElse(null),
                    content.map(MessageContent::text).orElse(null),
                    content.map(MessageContent::html).orElse(null),
                    content.map(whole -> whole.extent() == MessageContent.Extent.CUT)
                            .orElse(null),
                    content.map(Message::attachments).orElse(null),
                    tag(stored).text());
        }

        private static List<Attachment> attachments(MessageContent content) {
            return content.attachments().stream().map(Attachment::of).toList();
        }
    }

    record Attachment(
            String part, String filename, String contentType, long encodedSize, String disposition, String contentId) {

        static Attachment of(MessageContent.Attachment attachment) {
            Part part = attachment.part();
            boolean inline = part.fields().disposition().type().equals("inline");
            return new Attachment(
                    attachment.number(),
                    part.filename().orElse(""),
                    part.type().essence(),
                    part.body().length(),
                    inline ? "inline" : "attachment",
                    attachment.contentId());
        }
    }

    record ListMessagesRequest(
            @Nullable String folder, @Nullable String q) {}

    @Schema
    record ListMessagesResponse(List<Message> messages, String nextPageToken) implements Paged {}

    @Schema
    record AppendMessageRequest(
            @Nullable String folder,
            @Nullable RawMessage raw,
            @Nullable List<String> flags,
            @Nullable Instant receivedAt) {

        MessageCalls.Place place() {
            return new MessageCalls.Place(
                    Shapes.text(folder), Shapes.list("/flags", flags), Optional.ofNullable(receivedAt));
        }

        byte[] octets() {
            return Shapes.octets("/raw/data", raw == null ? null : raw.data());
        }

        /** Everything but the octets. */
        byte[] asked() {
            return Fingerprint.octets(place().folder(), String.join("\n", place().flags()), String.valueOf(receivedAt));
        }
    }

    @Schema
    record FlagsChange(
            @Nullable List<String> add,
            @Nullable List<String> remove,
            @Nullable List<String> set) {}

    @Schema
    record UpdateMessageRequest(@Nullable FlagsChange flags) {
        MessageCalls.FlagsDraft draft() {
            FlagsChange change = flags == null ? new FlagsChange(null, null, null) : flags;
            return new MessageCalls.FlagsDraft(
                    Shapes.list("/flags/add", change.add()),
                    Shapes.list("/flags/remove", change.remove()),
                    Optional.ofNullable(change.set()).map(set -> Shapes.list("/flags/set", set)));
        }
    }

    @Schema
    record MoveMessageRequest(@Nullable String folder) {}

    @Schema
    record CopyMessageRequest(@Nullable String folder) {}
}
