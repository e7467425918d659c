package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part whose end the indexer has not seen yet. */
final class OpenPart {

    /** What its next octets are. */
    enum Reading {
        HEADER,
        /** Content that is not looked into. */
        OPAQUE,
        /** What lies between the parts of a multipart. */
        BETWEEN_PARTS,
        /** The body is a message, which is open too. */
        MESSAGE
    }

    final long headerOffset;

    /** Whether it is a message rather than a part of one. */
    final boolean message;

    final ContentType defaultType;
    final List<Part> parts = new ArrayList<>();

    Reading reading = Reading.HEADER;
    ContentFields fields = ContentFields.EMPTY;
    Envelope envelope = Envelope.EMPTY;
    long bodyOffset;
    long linesBeforeBody;

    /** The delimiter that the next part needs, without its hyphens; null once no more parts are to come. */
    byte @Nullable [] boundary;

    /** The message in it, once it is read. */
    @Nullable
    MimeIndex inner;

    /** Where its last part ends. */
    long partsEnd;

    boolean harvested;

    OpenPart(long headerOffset, boolean message, ContentType defaultType) {
        this.headerOffset = headerOffset;
        this.message = message;
        this.defaultType = defaultType;
    }

    /** The part, given where the enclosing one was cut and how many lines had ended before. */
    Part closed(long end, long linesBeforeEnd) {
        long bodyEnd = Math.max(end, Math.max(bodyOffset, partsEnd));
        Span header = new Span(headerOffset, bodyOffset - headerOffset);
        Span body = new Span(bodyOffset, bodyEnd - bodyOffset);
        // a line end that belongs to the header above is not also the boundary's
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
