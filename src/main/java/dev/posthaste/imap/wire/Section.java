package dev.posthaste.imap.wire;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a message: a part, by its numbers, and what of it.
 *
 * <pre>
 * section         = "[" [section-spec] "]"                                      ; RFC 9051 section 9
 * section-spec    = section-msgtext / (section-part ["." section-text])
 * section-msgtext = "HEADER" / "HEADER.FIELDS" [".NOT"] SP header-list / "TEXT"
 * section-part    = nz-number *("." nz-number)
 * section-text    = section-msgtext / "MIME"
 * </pre>
 *
 * @param part part numbers from the outside in; empty for the message itself
 */
public record Section(List<Integer> part, Text text) {

    /** {@code BODY[]}: the message as it is. */
    public static final Section MESSAGE = new Section(List.of(), new Text.Whole());

    /** Keeps a copy. */
    public Section {
        part = List.copyOf(part);
        if (text instanceof Text.Mime && part.isEmpty()) {
            throw new IllegalArgumentException("MIME is of a part");
        }
    }

    /** What of a message or part. */
    public sealed interface Text {

        /** All of it; of a part, its body. */
        record Whole() implements Text {}

        /** The header of a message, with the empty line at its end. */
        record Header() implements Text {}

        /** Those fields of the header, with an empty line. */
        record HeaderFields(List<String> names) implements Text {
            /** Keeps a copy. */
            public HeaderFields {
                names = List.copyOf(names);
            }
        }

        /** All other fields of the header, with an empty line. */
        record HeaderFieldsNot(List<String> names) implements Text {
            /** Keeps a copy. */
            public HeaderFieldsNot {
                names = List.copyOf(names);
            }
        }

        /** The body of a message. */
        record Body() implements Text {}

        /** The header of a part. */
        record Mime() implements Text {}
    }

    /** As it stands between the brackets. */
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
