package dev.posthaste.imap.wire;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A section of a message: a part, and what to return of it.
 *
 * <pre>
 * section         = "[" [section-spec] "]"                                      ; RFC 9051 section 9
 * section-spec    = section-msgtext / (section-part ["." section-text])
 * section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
 * section-part    = nz-number *("." nz-number)
 * section-text    = section-msgtext / "MIME"
 * </pre>
 *
 * @param part part numbers from the outermost part inwards; empty for the message itself
 */
public record Section(List<Integer> part, Text text) {

    /** {@code BODY[]}: the whole message. */
    public static final Section MESSAGE = new Section(List.of(), new Text.Whole());

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException for MIME without a part
     */
    public Section {
        part = List.copyOf(part);
        if (text instanceof Text.Mime && part.isEmpty()) {
            throw new IllegalArgumentException("MIME requires a part");
        }
    }

    /** What to return of a message or part. */
    public sealed interface Text {

        /** The whole message, or the body of a part. */
        record Whole() implements Text {}

        /** The header of a message, including the empty line. */
        record Header() implements Text {}

        /** The named header fields and an empty line. */
        record HeaderFields(List<String> names) implements Text {
            /** Copies the list. */
            public HeaderFields {
                names = List.copyOf(names);
            }
        }

        /** All header fields except the named ones, and an empty line. */
        record HeaderFieldsNot(List<String> names) implements Text {
            /** Copies the list. */
            public HeaderFieldsNot {
                names = List.copyOf(names);
            }
        }

        /** The body of a message. */
        record Body() implements Text {}

        /** The MIME header of a part. */
        record Mime() implements Text {}
    }

    /** The text between the brackets. */
    @Override
    public String toString() {
        String numbers = part.stream().map(String::valueOf).collect(Collectors.joining("."));
        String of = written(text);
        return numbers.isEmpty() || of.isEmpty() ? numbers + of : numbers + '.' + of;
    }

    private static String written(Text text) {
        return switch (text) {
            case Text.Whole() -> "";
            case Text.Header() -> "HEADER";
            case Text.HeaderFields(List<String> names) -> "HEADER.FIELDS " + list(names);
            case Text.HeaderFieldsNot(List<String> names) -> "HEADER.FIELDS.NOT " + list(names);
            case Text.Body() -> "TEXT";
            case Text.Mime() -> "MIME";
        };
    }

    private static String list(List<String> names) {
        return names.stream().map(Section::astring).collect(Collectors.joining(" ", "(", ")"));
    }

    private static String astring(String name) {
        return !name.isEmpty() && name.chars().allMatch(Octets::isAstring)
                ? name
                : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
