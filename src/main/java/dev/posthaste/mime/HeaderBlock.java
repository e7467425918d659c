package dev.posthaste.mime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A header as a list of fields, up to the empty line that ends it. Apart from fields that were added or removed,
 * writing it restores the original octets, as signatures require (RFC 6376 section 3.4).
 */
public final class HeaderBlock {

    private static final byte[] CRLF = {'\r', '\n'};

    private final List<HeaderField> fields;
    private final byte[] emptyLine;

    private HeaderBlock(List<HeaderField> fields, byte[] emptyLine) {
        this.fields = List.copyOf(fields);
        this.emptyLine = emptyLine;
    }

    /**
     * Parses the header at the beginning of the octets; ignores what follows its empty line. Line ends may be CRLF or
     * LF.
     */
    public static HeaderBlock parse(byte[] octets) {
        byte[] kept = octets.clone();
        List<HeaderField> fields = new ArrayList<>();
        int fieldStart = 0;
        int lineStart = 0;
        while (lineStart < kept.length) {
            int lineEnd = lineEnd(kept, lineStart);
            boolean continues = Octets.isWsp(kept[lineStart]);
            if (!continues && lineStart > fieldStart) {
                fields.add(HeaderField.at(kept, fieldStart, lineStart));
                fieldStart = lineStart;
            }
            if (isEmptyLine(kept, lineStart, lineEnd)) {
                return new HeaderBlock(fields, Arrays.copyOfRange(kept, lineStart, lineEnd));
            }
            lineStart = lineEnd;
        }
        if (kept.length > fieldStart) {
            fields.add(HeaderField.at(kept, fieldStart, kept.length));
        }
        return new HeaderBlock(fields, new byte[0]);
    }

    private static int lineEnd(byte[] octets, int from) {
        int at = from;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private static boolean isEmptyLine(byte[] octets, int start, int end) {
        return octets[start] == '\n' || (end - start == 2 && octets[start] == '\r' && octets[start + 1] == '\n');
    }

    /** A header of these fields and an empty line. */
    public static HeaderBlock of(List<HeaderField> fields) {
        return new HeaderBlock(fields, CRLF);
    }

    /** All fields in order; a line that is not a field is a field without a name. */
    public List<HeaderField> fields() {
        return fields;
    }

    /** The topmost field of this name, in any case. */
    public Optional<HeaderField> first(String name) {
        return fields.stream().filter(field -> field.is(name)).findFirst();
    }

    /** All fields of this name, in any case, from top to bottom. */
    public List<HeaderField> all(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }

    /** A copy without the fields of this name. */
    public HeaderBlock without(String name) {
        return keeping(field -> !field.is(name));
    }

    /** Only the fields of these names and the empty line: IMAP's {@code HEADER.FIELDS} (RFC 9051 section 6.4.5). */
    public HeaderBlock only(Collection<String> names) {
        List<String> lower = lower(names);
        return keeping(field -> lower.stream().anyMatch(field::isNamed)).ended();
    }

    /** All except the fields of these names: IMAP's {@code HEADER.FIELDS.NOT}. */
    public HeaderBlock except(Collection<String> names) {
        List<String> lower = lower(names);
        return keeping(field -> lower.stream().noneMatch(field::isNamed)).ended();
    }

    private static List<String> lower(Collection<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    }

    /** A copy with this field appended; adds a line end to the last line if it has none. */
    public HeaderBlock withLast(HeaderField field) {
        List<HeaderField> more = new ArrayList<>(fields);
        if (!more.isEmpty() && !more.getLast().endsLine()) {
            OctetBuffer ended = new OctetBuffer();
            more.removeLast().writeTo(ended);
            ended.append(CRLF);
            more.add(HeaderField.at(ended.copy(), 0, ended.size()));
        }
        more.add(field);
        return new HeaderBlock(more, emptyLine);
    }

    /** The octets, including the empty line if there was one. */
    public byte[] toBytes() {
        OctetBuffer out = new OctetBuffer();
        fields.forEach(field -> field.writeTo(out));
        out.append(emptyLine);
        return out.copy();
    }

    private HeaderBlock keeping(Predicate<HeaderField> wanted) {
        return new HeaderBlock(fields.stream().filter(wanted).toList(), emptyLine);
    }

    private HeaderBlock ended() {
        return emptyLine.length == 0 ? new HeaderBlock(fields, CRLF) : this;
    }
}
