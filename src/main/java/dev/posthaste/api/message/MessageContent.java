package dev.posthaste.api.message;

import dev.posthaste.api.Shapes;
import dev.posthaste.mime.Part;
import java.util.List;

/**
 * A message with all that a person reads of it.
 *
 * @param headers all fields of its header, decoded, in their order
 * @param text its first text; empty if it has none
 * @param html its first HTML, as it was sent and not made safe; empty if it has none
 */
public record MessageContent(
        MessageView view,
        List<Shapes.Header> headers,
        String text,
        String html,
        Extent extent,
        List<Attachment> attachments) {

    /** Keeps its own copies. */
    public MessageContent {
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    /** A part that is neither the text nor the HTML. */
    public record Attachment(String number, Part part) {

        /** What {@code cid:} in the HTML refers to; empty if it is not said. */
        public String contentId() {
            String id = part.fields().id();
            boolean bracketed = id.length() >= 2 && id.startsWith("<") && id.endsWith(">");
            return bracketed ? id.substring(1, id.length() - 1) : id;
        }
    }

    /** How much of text and HTML is there. */
    public enum Extent {
        /** All. */
        WHOLE,
        /** One of them was cut. */
        CUT
    }
}
