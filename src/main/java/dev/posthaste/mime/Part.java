package dev.posthaste.mime;

import java.util.List;
import java.util.Optional;

/**
 * A message or a part of one: the position of its octets and their description.
 *
 * @param header including the empty line that ends it, if there is one
 * @param body immediately after the header; the line end before a boundary belongs to the boundary (RFC 2046 section
 *     5.1.1)
 * @param lines number of line ends in the body
 */
public record Part(Span header, Span body, long lines, ContentFields fields, Content content) {

    /** The content of a part. */
    public sealed interface Content {

        /**
         * Octets that were not parsed. A {@code multipart/*} is opaque if no part was found in it or it is nested too
         * deeply, a {@code message/rfc822} if it is nested too deeply.
         */
        record Opaque() implements Content {}

        /** One or more parts. */
        record Multipart(List<Part> parts) implements Content {

            /**
             * Copies the list.
             *
             * @throws IllegalArgumentException if there is no part
             */
            public Multipart {
                if (parts.isEmpty()) {
                    throw new IllegalArgumentException("a multipart without parts");
                }
                parts = List.copyOf(parts);
            }
        }

        /** A nested message. */
        record Message(MimeIndex message) implements Content {}
    }

    /** @throws IllegalArgumentException unless the body begins where the header ends */
    public Part {
        if (header.end() != body.offset()) {
            throw new IllegalArgumentException("header " + header + ", body " + body);
        }
    }

    /** The media type. */
    public ContentType type() {
        return fields.type();
    }

    /** The transfer encoding of the body. */
    public TransferEncoding encoding() {
        return TransferEncoding.of(fields.transferEncoding());
    }

    /** The parts of a multipart; otherwise empty. */
    public List<Part> parts() {
        return switch (content) {
            case Content.Multipart multipart -> multipart.parts();
            case Content.Message ignored -> List.of();
            case Content.Opaque ignored -> List.of();
        };
    }

    /** The message in a {@code message/rfc822}; otherwise empty. */
    public Optional<MimeIndex> message() {
        return switch (content) {
            case Content.Message nested -> Optional.of(nested.message());
            case Content.Multipart ignored -> Optional.empty();
            case Content.Opaque ignored -> Optional.empty();
        };
    }

    /**
     * The decoded file name, from the disposition or, as older senders write it, from the type. May be any text, so it
     * must not be used as a path.
     */
    public Optional<String> filename() {
        Optional<String> name = fields.disposition().parameters().get("filename");
        return name.isPresent() ? name : type().parameters().get("name");
    }

    /** Header and body. */
    public Span whole() {
        return new Span(header.offset(), header.length() + body.length());
    }

    Part movedBy(long octets) {
        Content moved =
                switch (content) {
                    case Content.Opaque opaque -> opaque;
                    case Content.Multipart multipart ->
                        new Content.Multipart(multipart.parts().stream()
                                .map(part -> part.movedBy(octets))
                                .toList());
                    case Content.Message nested ->
                        new Content.Message(new MimeIndex(
                                nested.message().envelope(),
                                nested.message().root().movedBy(octets)));
                };
        return new Part(header.movedBy(octets), body.movedBy(octets), lines, fields, moved);
    }
}
