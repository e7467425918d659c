package dev.posthaste.mime;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the relevant fields of a header that is read in pieces: the first of each {@link KnownField}. A flood of
 * other fields uses no memory, and a long field does not hide the following ones.
 */
final class KeptHeader {

    private final OctetBuffer octets = new OctetBuffer();

    /** Positions of the values in {@link #octets}. */
    private final Map<KnownField, Span> values = new EnumMap<>(KnownField.class);

    /** Offset in {@link #octets} of the current field. */
    private int fieldStart;

    private int limit;

    /** Starts a header of which at most {@code octetLimit} octets are kept. */
    void begin(int octetLimit) {
        octets.cutTo(0);
        values.clear();
        fieldStart = 0;
        limit = octetLimit;
    }

    /** Adds a piece at the beginning of a line. */
    void lineStart(byte[] buffer, int from, int to) {
        if (!Octets.isWsp(buffer[from])) {
            endField();
        }
        more(buffer, from, to);
    }

    /** Adds a further piece of a line; drops what exceeds the limits. */
    void more(byte[] buffer, int from, int to) {
        int room = Math.min(limit - octets.size(), MimeIndexer.MAX_FIELD_OCTETS - (octets.size() - fieldStart));
        octets.append(buffer, from, from + Math.max(0, Math.min(room, to - from)));
    }

    /** Ends the header. */
    void end() {
        endField();
    }

    /** Number of octets kept; after {@link #end} only those of the known fields. */
    int size() {
        return octets.size();
    }

    private void endField() {
        byte[] kept = octets.array();
        int end = octets.size();
        int colon = fieldStart;
        while (colon < end && kept[colon] != ':' && kept[colon] > ' ') {
            colon++;
        }
        int nameEnd = colon;
        while (colon < end && Octets.isWsp(kept[colon])) {
            colon++;
        }
        KnownField field = colon < end && kept[colon] == ':' ? KnownField.named(kept, fieldStart, nameEnd) : null;
        if (field == null || values.containsKey(field)) {
            octets.cutTo(fieldStart);
        } else {
            values.put(field, new Span(colon + 1L, end - colon - 1L));
            fieldStart = end;
        }
    }

    private @Nullable String text(KnownField field) {
        Span value = values.get(field);
        return value == null ? null : Octets.fieldText(octets.array(), (int) value.offset(), (int) value.end());
    }

    private String textOrEmpty(KnownField field) {
        String text = text(field);
        return text == null ? "" : text;
    }

    ContentFields contentFields(ContentType byDefault) {
        String type = text(KnownField.CONTENT_TYPE);
        // RFC 2045 section 5.2: an invalid type is treated as text/plain
        ContentType read = type == null ? byDefault : ContentType.parse(type).orElse(ContentType.TEXT_PLAIN);
        String encoding = new StructuredField(textOrEmpty(KnownField.CONTENT_TRANSFER_ENCODING)).word();
        String language = textOrEmpty(KnownField.CONTENT_LANGUAGE);
        return new ContentFields(
                read,
                textOrEmpty(KnownField.CONTENT_ID),
                textOrEmpty(KnownField.CONTENT_DESCRIPTION),
                encoding.isEmpty() ? ContentFields.DEFAULT_ENCODING : encoding,
                textOrEmpty(KnownField.CONTENT_MD5),
                Optional.ofNullable(text(KnownField.CONTENT_DISPOSITION))
                        .map(ContentDisposition::parse)
                        .orElse(ContentDisposition.NONE),
                language.isEmpty() ? List.of() : new StructuredField(language).languages(),
                textOrEmpty(KnownField.CONTENT_LOCATION));
    }

    Envelope envelope() {
        Envelope.Texts texts = new Envelope.Texts(
                text(KnownField.DATE),
                text(KnownField.SUBJECT),
                text(KnownField.IN_REPLY_TO),
                text(KnownField.MESSAGE_ID));
        Envelope.Addresses addresses = new Envelope.Addresses(
                addresses(KnownField.FROM),
                addresses(KnownField.SENDER),
                addresses(KnownField.REPLY_TO),
                addresses(KnownField.TO),
                addresses(KnownField.CC),
                addresses(KnownField.BCC));
        return new Envelope(texts, addresses, MessageIds.parse(textOrEmpty(KnownField.REFERENCES)));
    }

    private AddressList addresses(KnownField field) {
        return AddressList.parse(textOrEmpty(field));
    }
}
