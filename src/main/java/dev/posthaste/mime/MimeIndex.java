package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of contents of one message: its envelope, and of every part the place and the description. Whoever has it reads
 * a part by reading a range of octets.
 *
 * @param root the message as a part; its header is the message's header
 */
public record MimeIndex(Envelope envelope, Part root) {

    /**
     * A part with its number.
     *
     * @param number as IMAP says it, {@code 2.1}
     */
    public record Numbered(String number, Part part) {}

    /** Octets of the message. */
    public long size() {
        return root.header().length() + root.body().length();
    }

    /**
     * The part of this number (RFC 9051 section 6.4.5): {@code part(2, 1)} is {@code BODY[2.1]}. Numbers count from 1. Part
     * 1 of a message that is no multipart is its body. No number at all is the message itself.
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

    /**
     * All parts that have a number, in their order: multiparts too, and those of messages in messages.
     */
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
     * The index of the same message after complete header lines of so many octets were put before it, as trace fields are:
     * the header then begins at 0 and is longer, everything else moves.
     */
    public MimeIndex shiftedBy(long prefixLength) {
        Part moved = root.movedBy(prefixLength);
        Span header = new Span(0, moved.header().end());
        return new MimeIndex(envelope, new Part(header, moved.body(), moved.lines(), moved.fields(), moved.content()));
    }

    /** As octets to be stored; a simple message takes some 300. */
    public byte[] encode() {
        return IndexWriter.write(this);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IndexFormatException if the octets are no index, or one of a version that we do not know
     */
    public static MimeIndex decode(byte[] octets) throws IndexFormatException {
        return new IndexReader(octets).read();
    }
}
