package dev.posthaste.mime;

import java.util.List;
import java.util.Optional;

/**
 * A message or a part of one: where its octets lie and what they are.
 *
 * @param header with the empty line that ends it, if there is one
 * @param body right behind the header; the line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1)
 * @param lines line ends in the body
 */
public record Part(Span header, Span body, long lines, ContentFields fields, Content content) {

    /** What lies in a part. */
    public sealed interface Content {

        /**
         * Octets that are not looked into. A {@code multipart/*} has such content if no part was found in it or it lies too
         * deep, a {@code message/rfc822} if it lies too deep.
         */
        record Opaque() implements Content {}

        /** One part or more. */
        record Multipart(List<Part> parts) implements Content {

            /** Parts in their order. */
            public Multipart {
                if (parts.isEmpty()) {
                    throw new IllegalArgumentException("a multipart has a part");
                }
                parts = List.copyOf(parts);
            }
        }

        /** A whole message. */
        record Message(MimeIndex message) implements Content {}
    }

    /** Body begins where the header ends. */
    public Part {
        if (header.end() != body.offset()) {
            throw new IllegalArgumentException("header " + header + ", body " + body);
        }
    }

    /** The media type. */
    public ContentType type() {
        return fields.type();
    }

    /** How the body is encoded. */
    public TransferEncoding encoding() {
        return TransferEncoding.of(fields.transferEncoding());
    }

    /** The parts of a multipart; none otherwise. */
    public List<Part> parts() {
        return switch (content) {
            case Content.Multipart multipart -> multipart.parts();
            case Content.Message ignored -> List.of();
            case Content.Opaque ignored -> List.of();
        };
    }

    /** The message in a {@code message/rfc822}. */
    public Optional<MimeIndex> message() {
        return switch (content) {
            case Content.Message nested -> Optional.of(nested.message());
            case Content.Multipart ignored -> Optional.empty();
            case Content.Opaque ignored -> Optional.empty();
        };
    }

    /** The name to save it under, decoded: of the disposition or, as old senders have it, of the type. May be anything: no path. */
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
