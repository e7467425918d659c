package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Section;
import dev.posthaste.mime.MimeIndex;
import dev.posthaste.mime.Part;
import dev.posthaste.mime.Span;
import java.util.List;
import java.util.Optional;

/** The position of a section within a message (RFC 9051 section 6.4.5). */
sealed interface Located {

    /** The section does not exist. */
    record Missing() implements Located {}

    /** These octets. */
    record Octets(Span span) implements Located {}

    /** Some fields of the header in these octets. */
    record Fields(Span header, List<String> names, Keep keep) implements Located {
        /** Keeps a copy. */
        public Fields {
            names = List.copyOf(names);
        }
    }

    /** Which fields of a header. */
    enum Keep {
        /** The named ones. */
        NAMED,
        /** All others. */
        OTHERS
    }

    /** Finds {@code section} in a message with this index. */
    static Located of(Section section, MimeIndex index) {
        return switch (section.text()) {
            case Section.Text.Whole() -> octets(whole(section.part(), index));
            case Section.Text.Mime() -> octets(part(section.part(), index).map(Part::header));
            case Section.Text.Header() -> octets(message(section.part(), index).map(Part::header));
            case Section.Text.Body() -> octets(message(section.part(), index).map(Part::body));
            case Section.Text.HeaderFields(List<String> names) -> fields(section, index, names, Keep.NAMED);
            case Section.Text.HeaderFieldsNot(List<String> names) -> fields(section, index, names, Keep.OTHERS);
        };
    }

    /** The part with these numbers; the whole message if there are no numbers. */
    static Optional<Part> part(List<Integer> numbers, MimeIndex index) {
        return index.part(numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Optional<Span> whole(List<Integer> numbers, MimeIndex index) {
        return numbers.isEmpty()
                ? Optional.of(index.root().whole())
                : part(numbers, index).map(Part::body);
    }

    /** The message of HEADER and TEXT: the outermost, or that of a message/rfc822 part. */
    private static Optional<Part> message(List<Integer> numbers, MimeIndex index) {
        return numbers.isEmpty()
                ? Optional.of(index.root())
                : part(numbers, index).flatMap(Part::message).map(MimeIndex::root);
    }

    private static Located fields(Section section, MimeIndex index, List<String> names, Keep keep) {
        return message(section.part(), index)
                .<Located>map(message -> new Fields(message.header(), names, keep))
                .orElseGet(Missing::new);
    }

    private static Located octets(Optional<Span> span) {
        return span.<Located>map(Octets::new).orElseGet(Missing::new);
    }
}
