package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A part of a composed message: its {@code Content-*} fields and its body. */
sealed interface Entity {

    /** The fields, folded, each with its CRLF. */
    List<HeaderField> fields();

    /** Writes the body. */
    void writeBody(OctetBuffer out);

    /** Whether it contains octets above 127 unencoded. */
    boolean needsEightBit();

    /** Whether its octets may contain this text; base64 never contains a boundary. */
    boolean mayHold(byte[] text);

    /** A part with encoded content. */
    record Leaf(List<HeaderField> fields, OctetBuffer body, TransferEncoding encoding) implements Entity {

        @Override
        public void writeBody(OctetBuffer out) {
            out.append(body.array(), 0, body.size());
        }

        @Override
        public boolean needsEightBit() {
            return encoding == TransferEncoding.EIGHT_BIT;
        }

        @Override
        public boolean mayHold(byte[] text) {
            return encoding != TransferEncoding.BASE64 && holds(text);
        }

        private boolean holds(byte[] text) {
            byte[] octets = body.array();
            for (int at = 0; at + text.length <= body.size(); at++) {
                int same = 0;
                while (same < text.length && octets[at + same] == text[same]) {
                    same++;
                }
                if (same == text.length) {
                    return true;
                }
            }
            return false;
        }
    }

    /** A multipart with its boundary. */
    record Multipart(List<HeaderField> fields, String boundary, List<Entity> parts) implements Entity {

        @Override
        public void writeBody(OctetBuffer out) {
            byte[] delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
            int skipped = 2;
            for (Entity part : parts) {
                out.append(delimiter, skipped, delimiter.length);
                skipped = 0;
                out.append('\r');
                out.append('\n');
                part.fields().forEach(field -> field.writeTo(out));
                out.append('\r');
                out.append('\n');
                part.writeBody(out);
            }
            out.append(delimiter);
            out.append("--\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public boolean needsEightBit() {
            return parts.stream().anyMatch(Entity::needsEightBit);
        }

        @Override
        public boolean mayHold(byte[] text) {
            return parts.stream().anyMatch(part -> part.mayHold(text));
        }
    }

    /**
     * A text part in the simplest encoding that can carry it, with CRLF line ends.
     *
     * @param more fields besides type and encoding
     */
    static Leaf text(String subtype, String text, List<HeaderField> more) throws HeaderSyntaxException {
        String lines = lines(text);
        byte[] octets = lines.getBytes(StandardCharsets.UTF_8);
        LineCheck check = LineCheck.of(octets);
        TransferEncoding encoding = check.isPlain()
                ? TransferEncoding.SEVEN_BIT
                : check.isMostlyAscii() ? TransferEncoding.QUOTED_PRINTABLE : TransferEncoding.BASE64;
        byte[] body =
                switch (encoding) {
                    case QUOTED_PRINTABLE -> QuotedPrintable.encode(octets);
                    case BASE64 -> base64(octets);
                    case SEVEN_BIT, EIGHT_BIT, BINARY, UNKNOWN -> octets;
                };
        return leaf("text/" + subtype + "; charset=utf-8", encoding, body, more);
    }

    /** A text part with a given encoding; its lines must be valid for any transport. */
    static Leaf encoded(EncodedText text) throws HeaderSyntaxException {
        byte[] body = lines(text.body()).getBytes(StandardCharsets.UTF_8);
        if (!LineCheck.of(body).isPlain()) {
            throw new HeaderSyntaxException("", "encoded text has lines of ASCII, of at most 998 octets");
        }
        return leaf(text.contentType(), text.encoding(), body, List.of());
    }

    /** A part with arbitrary octets. */
    static Leaf file(String type, byte[] content, List<HeaderField> more) throws HeaderSyntaxException {
        return leaf(type, TransferEncoding.BASE64, base64(content), more);
    }

    /** A part whose lines must not be encoded; the caller has checked {@link LineCheck#isTransportable}. */
    static Leaf lines(String type, byte[] content, List<HeaderField> more) throws HeaderSyntaxException {
        boolean ascii = LineCheck.of(content).isAscii();
        return leaf(type, ascii ? TransferEncoding.SEVEN_BIT : TransferEncoding.EIGHT_BIT, content, more);
    }

    private static Leaf leaf(String type, TransferEncoding encoding, byte[] body, List<HeaderField> more)
            throws HeaderSyntaxException {
        List<HeaderField> fields = new ArrayList<>();
        fields.add(HeaderField.structured("Content-Type", type));
        fields.add(HeaderField.structured("Content-Transfer-Encoding", encoding.token()));
        fields.addAll(more);
        return new Leaf(List.copyOf(fields), OctetBuffer.holding(body), encoding);
    }

    private static byte[] base64(byte[] content) {
        return Base64.getMimeEncoder().encode(content);
    }

    /** Converts CRLF, LF and CR line ends to CRLF. */
    static String lines(String text) {
        StringBuilder lines = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                lines.append("\r\n");
                i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
            } else {
                lines.append(c);
            }
        }
        return lines.toString();
    }
}
