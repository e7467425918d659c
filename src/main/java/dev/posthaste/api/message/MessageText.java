package dev.posthaste.api.message;

import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which parts of a message are its text and its HTML, and which are attachments: the first text and the first HTML that do
 * not wish to be attachments, wherever in multiparts they lie; everything else that is no multipart is an attachment. A
 * message in a message is one attachment and is not looked into.
 */
record MessageText(Optional<Part> text, Optional<Part> html, List<MessageContent.Attachment> attachments) {

    static MessageText of(MimeIndex index) {
        List<MessageContent.Attachment> leaves = new ArrayList<>();
        collect(index.root(), "", leaves);
        Optional<MessageContent.Attachment> text = first(leaves, "plain");
        Optional<MessageContent.Attachment> html = first(leaves, "html");
        text.ifPresent(leaves::remove);
        html.ifPresent(leaves::remove);
        return new MessageText(
                text.map(MessageContent.Attachment::part),
                html.map(MessageContent.Attachment::part),
                List.copyOf(leaves));
    }

    private static void collect(Part part, String number, List<MessageContent.Attachment> leaves) {
        List<Part> parts = part.parts();
        for (int i = 0; i < parts.size(); i++) {
            collect(parts.get(i), number.isEmpty() ? String.valueOf(i + 1) : number + '.' + (i + 1), leaves);
        }
        if (parts.isEmpty()) {
            leaves.add(new MessageContent.Attachment(number.isEmpty() ? "1" : number, part));
        }
    }

    private static Optional<MessageContent.Attachment> first(List<MessageContent.Attachment> leaves, String subtype) {
        return leaves.stream()
                .filter(leaf -> leaf.part().type().is("text", subtype))
                .filter(leaf -> !leaf.part().fields().disposition().isAttachment())
                .findFirst();
    }
}
