package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part whose end has not been reached. */
final class OpenPart {

    /** How its next octets are treated. */
    enum Reading {
        HEADER,
        /** Opaque content. */
        OPAQUE,
        /** Text between the parts of a multipart. */
        BETWEEN_PARTS,
        /** The body is a nested message, which is open too. */
        MESSAGE
    }

    final long headerOffset;

    /** Whether it is a message and not a part of one. */
    final boolean message;

    final ContentType defaultType;
    final List<Part> parts = new ArrayList<>();

    Reading reading = Reading.HEADER;
    ContentFields fields = ContentFields.EMPTY;
    Envelope envelope = Envelope.EMPTY;
    long bodyOffset;
    long linesBeforeBody;

    /** The boundary before the next part, without its hyphens; null if no more parts follow. */
    byte @Nullable [] boundary;

    /** The nested message, once it is complete. */
    @Nullable
    MimeIndex inner;

    /** The end of its last part. */
    long partsEnd;

    boolean collected;

    OpenPart(long headerOffset, boolean message, ContentType defaultType) {
        this.headerOffset = headerOffset;
        this.message = message;
        this.defaultType = defaultType;
    }

    /** Closes the part at the end of the enclosing one, given the number of lines before that. */
    Part closed(long end, long linesBeforeEnd) {
        long bodyEnd = Math.max(end, Math.max(bodyOffset, partsEnd));
        Span header = new Span(headerOffset, bodyOffset - headerOffset);
        Span body = new Span(bodyOffset, bodyEnd - bodyOffset);
        // a line end that belongs to the header above does not belong to the boundary too
        long linesBefore = bodyEnd > end ? linesBeforeEnd + 1 : linesBeforeEnd;
        return new Part(header, body, Math.max(0, linesBefore - linesBeforeBody), fields, content());
    }

    private Part.Content content() {
        if (inner != null) {
            return new Part.Content.Message(inner);
        }
        return parts.isEmpty() ? new Part.Content.Opaque() : new Part.Content.Multipart(parts);
    }
}
