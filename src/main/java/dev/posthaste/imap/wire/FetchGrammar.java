package dev.posthaste.imap.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses FETCH.
 *
 * <pre>
 * fetch     = "FETCH" SP sequence-set SP ("ALL" / "FULL" / "FAST" / fetch-att / "(" fetch-att *(SP fetch-att) ")")
 * fetch-att = "ENVELOPE" / "FLAGS" / "INTERNALDATE" / "RFC822.SIZE" / "BODY" ["STRUCTURE"] / "UID" /
 *             "BODY" [".PEEK"] section ["&lt;" number64 "." nz-number64 "&gt;"] /
 *             "BINARY" [".PEEK"] section-binary [partial] / "BINARY.SIZE" section-binary
 *             ; RFC 9051 section 9, and RFC822, RFC822.HEADER, RFC822.TEXT of RFC 3501
 * </pre>
 */
final class FetchGrammar {

    /** Maximum depth of a part number; messages have no parts below the nesting limit of {@code mime}. */
    static final int MAX_PART_DEPTH = 100;

    private static final List<FetchItem> FAST =
            List.of(FetchItem.Attribute.FLAGS, FetchItem.Attribute.INTERNALDATE, FetchItem.Attribute.RFC822_SIZE);

    /** Items without a section, by name; an extension adds its own here. */
    private static final Map<String, FetchItem> PLAIN = Map.ofEntries(
            Map.entry("BODY", FetchItem.Attribute.BODY),
            Map.entry("BODYSTRUCTURE", FetchItem.Attribute.BODYSTRUCTURE),
            Map.entry("ENVELOPE", FetchItem.Attribute.ENVELOPE),
            Map.entry("FLAGS", FetchItem.Attribute.FLAGS),
            Map.entry("INTERNALDATE", FetchItem.Attribute.INTERNALDATE),
            Map.entry("RFC822.SIZE", FetchItem.Attribute.RFC822_SIZE),
            Map.entry("UID", FetchItem.Attribute.UID),
            Map.entry("RFC822", FetchItem.Legacy.RFC822),
            Map.entry("RFC822.HEADER", FetchItem.Legacy.RFC822_HEADER),
            Map.entry("RFC822.TEXT", FetchItem.Legacy.RFC822_TEXT));

    /** Items with a section, by the name before the bracket. */
    private static final Map<String, Cursor.Element<FetchItem>> SECTIONED = Map.ofEntries(
            Map.entry("BODY", at -> new FetchItem.Body(section(at), partial(at), FetchItem.Seen.MARK)),
            Map.entry("BODY.PEEK", at -> new FetchItem.Body(section(at), partial(at), FetchItem.Seen.PEEK)),
            Map.entry("BINARY", at -> new FetchItem.Binary(binary(at), partial(at), FetchItem.Seen.MARK)),
            Map.entry("BINARY.PEEK", at -> new FetchItem.Binary(binary(at), partial(at), FetchItem.Seen.PEEK)),
            Map.entry("BINARY.SIZE", at -> new FetchItem.BinarySize(binary(at))));

    private FetchGrammar() {}

    static List<FetchItem> items(Cursor at) throws SyntaxFault {
        if (at.isAt('(')) {
            return at.list(FetchGrammar::item);
        }
        if (at.takeWord("FAST")) {
            return FAST;
        }
        if (at.takeWord("ALL")) {
            return and(FAST, FetchItem.Attribute.ENVELOPE);
        }
        if (at.takeWord("FULL")) {
            return and(and(FAST, FetchItem.Attribute.ENVELOPE), FetchItem.Attribute.BODY);
        }
        return List.of(item(at));
    }

    private static List<FetchItem> and(List<FetchItem> items, FetchItem more) {
        List<FetchItem> all = new ArrayList<>(items);
        all.add(more);
        return all;
    }

    private static FetchItem item(Cursor at) throws SyntaxFault {
        int from = at.at();
        String name = at.dottedWord("what to fetch");
        if (at.isAt('[')) {
            return found(SECTIONED.get(name), from, "something that FETCH can tell of a section")
                    .read(at);
        }
        return found(PLAIN.get(name), from, "something that FETCH can tell");
    }

    private static <T> T found(@Nullable T declared, int from, String expected) throws SyntaxFault {
        if (declared == null) {
            throw new SyntaxFault(from, expected);
        }
        return declared;
    }

    private static List<Integer> binary(Cursor at) throws SyntaxFault {
        at.expect('[');
        List<Integer> part = new ArrayList<>();
        if (!at.isAt(']')) {
            do {
                addPart(at, part);
            } while (at.take('.'));
        }
        at.expect(']');
        return part;
    }

    private static Section section(Cursor at) throws SyntaxFault {
        at.expect('[');
        List<Integer> part = new ArrayList<>();
        while (Octets.isDigit(at.peek())) {
            addPart(at, part);
            if (at.take(']')) {
                return new Section(part, new Section.Text.Whole());
            }
            at.expect('.');
        }
        Section section = part.isEmpty() && at.isAt(']') ? Section.MESSAGE : new Section(part, text(at, part));
        at.expect(']');
        return section;
    }

    private static Section.Text text(Cursor at, List<Integer> part) throws SyntaxFault {
        int from = at.at();
        String name = at.run(c -> Octets.isAtom(c) && c != ']', "a part number, HEADER, TEXT or MIME")
                .toUpperCase(Locale.ROOT);
        return switch (name) {
            case "HEADER" -> new Section.Text.Header();
            case "TEXT" -> new Section.Text.Body();
            case "HEADER.FIELDS" -> new Section.Text.HeaderFields(fieldNames(at));
            case "HEADER.FIELDS.NOT" -> new Section.Text.HeaderFieldsNot(fieldNames(at));
            case "MIME" -> mime(part, from);
            default -> throw new SyntaxFault(from, "HEADER, HEADER.FIELDS, TEXT or MIME");
        };
    }

    private static Section.Text mime(List<Integer> part, int from) throws SyntaxFault {
        if (part.isEmpty()) {
            throw new SyntaxFault(from, "a part before MIME");
        }
        return new Section.Text.Mime();
    }

    private static List<String> fieldNames(Cursor at) throws SyntaxFault {
        at.space();
        return at.list(FetchGrammar::fieldName);
    }

    // The response repeats the name: a line end from a literal must not get there.
    private static String fieldName(Cursor at) throws SyntaxFault {
        int from = at.at();
        String name = at.astringText();
        if (name.isEmpty() || !name.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new SyntaxFault(from, "a header field name");
        }
        return name;
    }

    private static void addPart(Cursor at, List<Integer> part) throws SyntaxFault {
        if (part.size() == MAX_PART_DEPTH) {
            throw at.fault("at most " + MAX_PART_DEPTH + " part numbers");
        }
        // No message has that many parts: the largest int represents every larger number.
        part.add((int) Math.min(at.nzNumber(), Integer.MAX_VALUE));
    }

    private static Partial partial(Cursor at) throws SyntaxFault {
        if (!at.take('<')) {
            return new Partial.Whole();
        }
        long offset = at.number64();
        at.expect('.');
        long count = at.number(1, Long.MAX_VALUE);
        at.expect('>');
        return new Partial.Range(offset, count);
    }
}
