package dev.posthaste.mime;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is worth keeping of a header while it passes by: the first of each {@link KnownField}. A flood of other fields costs
 * no memory, and a long field before it hides none.
 */
final class KeptHeader {

    private final OctetBuffer octets = new OctetBuffer();

    /** Where in {@link #octets} the values are. */
    private final Map<KnownField, Span> values = new EnumMap<>(KnownField.class);

    /** Where the field that is being read begins in {@link #octets}. */
    private int fieldStart;

    private int limit;

    /** Begins a header of which so many octets may be kept. */
    void begin(int octetLimit) {
        octets.cutTo(0);
        values.clear();
        fieldStart = 0;
        limit = octetLimit;
    }

    /** A piece of a line that is the line's beginning. */
    void lineStart(byte[] buffer, int from, int to) {
        if (!Octets.isWsp(buffer[from])) {
            endField();
        }
        more(buffer, from, to);
    }

    /** A piece of a line that goes on. What is beyond the limits is passed over. */
    void more(byte[] buffer, int from, int to) {
        int room = Math.min(limit - octets.size(), MimeIndexer.MAX_FIELD_OCTETS - (octets.size() - fieldStart));
        octets.append(buffer, from, from + Math.max(0, Math.min(room, to - from)));
    }

    /** No more lines. */
    void end() {
        endField();
    }

    /** Octets that are kept; never more after {@link #end} than the known fields have. */
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
        // RFC 2045 section 5.2: a type that cannot be read is text
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
