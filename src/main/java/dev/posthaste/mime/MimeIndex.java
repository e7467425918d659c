package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The index of a message: its envelope, and the position and description of every part, so that a part can be read as a
 * range of octets.
 *
 * @param root the message as a part; its header is the message's header
 */
public record MimeIndex(Envelope envelope, Part root) {

    /**
     * A part with its number.
     *
     * @param number as in IMAP, such as {@code 2.1}
     */
    public record Numbered(String number, Part part) {}

    /** Size of the message in octets. */
    public long size() {
        return root.header().length() + root.body().length();
    }

    /**
     * The part with this number (RFC 9051 section 6.4.5): {@code part(2, 1)} is {@code BODY[2.1]}. Numbers start at 1.
     * Part 1 of a message that is not a multipart is its body. Without numbers, the message itself.
     */
    public Optional<Part> part(int... path) {
        Part here = root;
        boolean message = true;
        for (int number : path) {
            if (!message && here.content() instanceof Part.Content.Message nested) {
                here = nested.message().root();
                message = true;
            }
            List<Part> parts = here.parts();
            if (parts.isEmpty() && number == 1 && message) {
                message = false;
            } else if (number >= 1 && number <= parts.size()) {
                here = parts.get(number - 1);
                message = false;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(here);
    }

    /** All parts that have a number, in order, including multiparts and the parts of nested messages. */
    public List<Numbered> parts() {
        List<Numbered> all = new ArrayList<>();
        number(this, "", all);
        return all;
    }

    private static void number(MimeIndex message, String prefix, List<Numbered> all) {
        if (message.root().parts().isEmpty()) {
            numbered(message.root(), prefix + '1', all);
        } else {
            numberParts(message.root().parts(), prefix, all);
        }
    }

    private static void numberParts(List<Part> parts, String prefix, List<Numbered> all) {
        for (int i = 0; i < parts.size(); i++) {
            numbered(parts.get(i), prefix + (i + 1), all);
        }
    }

    private static void numbered(Part part, String number, List<Numbered> all) {
        all.add(new Numbered(number, part));
        switch (part.content()) {
            case Part.Content.Opaque ignored -> {}
            case Part.Content.Multipart multipart -> numberParts(multipart.parts(), number + '.', all);
            case Part.Content.Message nested -> number(nested.message(), number + '.', all);
        }
    }

    /**
     * The index of the same message after {@code prefixLength} octets of complete header lines, such as trace fields,
     * were put before it: the header is longer and still begins at 0, everything else is shifted.
     */
    public MimeIndex shiftedBy(long prefixLength) {
        Part moved = root.movedBy(prefixLength);
        Span header = new Span(0, moved.header().end());
        return new MimeIndex(envelope, new Part(header, moved.body(), moved.lines(), moved.fields(), moved.content()));
    }

    /** The stored form; a simple message needs about 300 octets. */
    public byte[] encode() {
        return IndexWriter.write(this);
    }

    /**
     * Reads the result of {@link #encode}.
     *
     * @throws IndexFormatException if the octets are not an index or have an unknown version
     */
    public static MimeIndex decode(byte[] octets) throws IndexFormatException {
        return new IndexReader(octets).read();
    }
}
