package dev.posthaste.api.grpc;

import dev.posthaste.api.EntityTag;
import dev.posthaste.api.MessageCalls;
import dev.posthaste.api.MessageContent;
import dev.posthaste.api.MessageView;
import dev.posthaste.api.grpc.v1.AppendMessageRequest;
import dev.posthaste.api.grpc.v1.Attachment;
import dev.posthaste.api.grpc.v1.Disposition;
import dev.posthaste.api.grpc.v1.FlagsChange;
import dev.posthaste.api.grpc.v1.Header;
import dev.posthaste.api.grpc.v1.Message;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mime.Envelope;
import dev.posthaste.mime.Part;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Messages in protobuf. */
final class MessageShapes {

    private MessageShapes() {}

    static Message message(MessageView view) {
        StoredMessage stored = view.stored();
        Envelope envelope = view.envelope();
        Message.Builder message = Message.newBuilder()
                .setId(stored.id().toString())
                .setFolderId(stored.folder().toString())
                .setUid(stored.uid())
                .setMessageId(envelope.id().orElse(""))
                .setSubject(envelope.decodedSubject())
                .setFrom(Shapes.first(envelope.from()))
                .addAllTo(Shapes.mailboxes(envelope.to()))
                .addAllCc(Shapes.mailboxes(envelope.cc()))
                .addAllBcc(Shapes.mailboxes(envelope.bcc()))
                .addAllReplyTo(Shapes.mailboxes(envelope.replyTo()))
                .setInReplyTo(envelope.inReplyTo().orElse(""))
                .addAllFlags(view.flags())
                .setSize(stored.size())
                .setReceivedAt(Shapes.time(stored.internalDate()))
                .setPreview(stored.preview())
                .setEtag(EntityTag.of(stored).text());
        envelope.sentAt().map(OffsetDateTime::toInstant).map(Shapes::time).ifPresent(message::setDate);
        return message.build();
    }

    static Message whole(MessageContent content) {
        return message(content.view()).toBuilder()
                .addAllHeaders(
                        content.headers().stream().map(MessageShapes::header).toList())
                .setText(content.text())
                .setHtml(content.html())
                .setTruncated(content.extent() == MessageContent.Extent.CUT)
                .addAllAttachments(content.attachments().stream()
                        .map(MessageShapes::attachment)
                        .toList())
                .build();
    }

    private static Header header(MessageContent.Field field) {
        return Header.newBuilder().setName(field.name()).setValue(field.value()).build();
    }

    private static Attachment attachment(MessageContent.Attachment attachment) {
        Part part = attachment.part();
        boolean inline = part.fields().disposition().type().equals("inline");
        return Attachment.newBuilder()
                .setPart(attachment.number())
                .setFilename(part.filename().orElse(""))
                .setContentType(part.type().essence())
                .setEncodedSize(part.body().length())
                .setDisposition(inline ? Disposition.DISPOSITION_INLINE : Disposition.DISPOSITION_ATTACHMENT)
                .setContentId(attachment.contentId())
                .build();
    }

    static MessageCalls.Place place(AppendMessageRequest request) {
        return new MessageCalls.Place(
                request.getFolder(),
                request.getFlagsList(),
                request.hasReceivedAt() ? Optional.of(Shapes.instant(request.getReceivedAt())) : Optional.empty());
    }

    static MessageCalls.FlagsDraft flags(FlagsChange change) {
        Optional<List<String>> set =
                change.hasSet() ? Optional.of(List.copyOf(change.getSet().getFlagsList())) : Optional.empty();
        return new MessageCalls.FlagsDraft(change.getAddList(), change.getRemoveList(), set);
    }
}
