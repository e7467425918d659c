package dev.posthaste.imap.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.SecretOctets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each run has its own seed, which the failure names. */
class WireFuzzTest {

    private static final CommandParser<Command> PARSER = new CommandParser<>(CommandSyntax.ALL);

    private static final List<String> WORDS = List.of(
            "a1 ",
            "LOGIN ",
            "SELECT ",
            "FETCH ",
            "UID ",
            "SEARCH ",
            "STORE ",
            "LIST ",
            "APPEND ",
            "STATUS ",
            "ID ",
            "ENABLE ",
            "COPY ",
            "MOVE ",
            "EXPUNGE",
            "NOOP",
            "IDLE",
            "1:*",
            "$",
            "4294967295",
            "4294967296",
            "0",
            ",",
            "(",
            ")",
            "\"",
            "\\",
            "\\Seen",
            "{",
            "}",
            "{3}\r\n",
            "{3+}\r\n",
            "~{4}\r\n",
            "{0}\r\n",
            "\r\n",
            "\n",
            "\r",
            "\0",
            " ",
            "BODY[",
            "BODY.PEEK[",
            "]",
            "HEADER.FIELDS ",
            "1.2.",
            "MIME",
            "TEXT",
            "<0.1>",
            "NOT ",
            "OR ",
            "ALL",
            "KEYWORD ",
            "BEFORE ",
            "1-Feb-1994",
            "CHARSET UTF-8 ",
            "RETURN ",
            "FLAGS",
            "+FLAGS.SILENT ",
            "INBOX ",
            "&APw-",
            "&",
            "%",
            "*",
            "\u00fc",
            "\u00ff",
            "\" 7-Feb-1994 21:52:25 -0800\" ",
            "abc",
            "RECURSIVEMATCH");

    @Test
    void no_octets_make_the_fragmenter_or_the_parser_throw() {
        int parsed = 0;
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            Random chance = new Random(seed);
            Fragmenter fragmenter = new Fragmenter(Fragmenter.Limits.STRANGER);
            ByteBuffer input = ByteBuffer.wrap(nonsense(chance));
            try {
                parsed += run(fragmenter, input, chance);
            } catch (RuntimeException thrown) {
                throw new AssertionError("seed " + seed, thrown);
            }
        }
        assertThat(parsed).isGreaterThan(Fuzz.CASES / 250);
    }

    @Test
    void a_command_is_read_as_it_was_meant_however_it_was_said_and_wherever_its_octets_were_cut() {
        Fuzz.cases(9051, chance -> {
            Dialect dialect = Fuzz.oneOf(chance, Dialect.values());
            Speaker speaker = new Speaker(chance, dialect);
            Command meant = speaker.command();
            Fragmenter fragmenter = new Fragmenter(Fragmenter.Limits.KNOWN);
            byte[] said = ("t1 " + new String(speaker.said(), ISO_8859_1) + "\r\n").getBytes(ISO_8859_1);
            assertThat(PARSER.parse(line(fragmenter, said, chance), dialect))
                    .as(() -> new String(said, StandardCharsets.UTF_8))
                    .isEqualTo(new CommandParser.Parsed.Complete<>("t1", meant));
        });
    }

    @Test
    void an_append_is_read_as_it_was_meant() {
        Fuzz.cases(3502, chance -> {
            Dialect dialect = Fuzz.oneOf(chance, Dialect.values());
            Speaker speaker = new Speaker(chance, dialect);
            Command.Append meant = speaker.append();
            String said = "t1 " + new String(speaker.said(), ISO_8859_1);
            assertThat(PARSER.head(ByteBuffer.wrap(said.getBytes(ISO_8859_1)), dialect))
                    .as(said)
                    .isEqualTo(new CommandParser.Head.Streamed<>("t1", meant));
        });
    }

    @Test
    void a_string_that_is_written_is_one_string_and_says_the_same() {
        Fuzz.cases(3503, chance -> {
            String text = Fuzz.text(
                    chance, 8, "a", "\"", "\\", "\r\n", "\r", "\n", " ", "NIL", "{3}", "\u00FC", "\uD83D\uDE00", "]");
            byte[] said = ("t1 LOGIN " + written(text) + " " + written(text) + "\r\n").getBytes(StandardCharsets.UTF_8);
            assertThat(PARSER.parse(line(new Fragmenter(Fragmenter.Limits.KNOWN), said, chance), Dialect.REV2))
                    .isEqualTo(new CommandParser.Parsed.Complete<>(
                            "t1", new Command.Login(text, new SecretOctets(text.getBytes(StandardCharsets.UTF_8)))));
        });
    }

    @Test
    void a_pattern_matches_what_a_slow_and_simple_matcher_matches() {
        Fuzz.cases(6354, chance -> {
            String pattern = Fuzz.text(chance, 7, "a", "b", "/", "*", "%", "*", "%");
            String name = Fuzz.text(chance, 9, "a", "b", "/");
            assertThat(new MailboxPattern(pattern).matches(name))
                    .as("%s for %s", pattern, name)
                    .isEqualTo(matches(pattern, name));
        });
    }

    private static boolean matches(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        char wanted = pattern.charAt(0);
        if (wanted != '*' && wanted != '%') {
            return !name.isEmpty() && name.charAt(0) == wanted && matches(pattern.substring(1), name.substring(1));
        }
        boolean takes = !name.isEmpty() && (wanted == '*' || name.charAt(0) != '/');
        return matches(pattern.substring(1), name) || (takes && matches(pattern, name.substring(1)));
    }

    private static String written(String text) {
        return StandardCharsets.UTF_8
                .decode(new ResponseWriter(Dialect.REV2).astring(text).take())
                .toString();
    }

    /** The command that was written, with its literals gathered. */
    private static ByteBuffer line(Fragmenter fragmenter, byte[] said, Random chance) {
        ByteBuffer line = ByteBuffer.allocate(0);
        for (int at = 0; at < said.length; ) {
            int to = Math.min(said.length, at + 1 + chance.nextInt(40));
            ByteBuffer input = ByteBuffer.wrap(said, at, to - at);
            at = to;
            for (Fragment next = fragmenter.next(input);
                    !(next instanceof Fragment.Incomplete);
                    next = fragmenter.next(input)) {
                if (next instanceof Fragment.Line(ByteBuffer octets)) {
                    line = ByteBuffer.allocate(octets.remaining()).put(octets).flip();
                } else {
                    assertThat(next).isInstanceOf(Fragment.Announced.class);
                    fragmenter.gather();
                }
            }
        }
        return line;
    }

    @Test
    void a_sequence_set_is_read_as_it_was_printed() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            SequenceSet set = set(new Random(seed));
            CommandParser.Parsed<Command> parsed = PARSER.parse(
                    ByteBuffer.wrap(("a UID EXPUNGE " + set).getBytes(StandardCharsets.US_ASCII)), Dialect.REV1);
            assertThat(parsed)
                    .as("seed %d", seed)
                    .isEqualTo(new CommandParser.Parsed.Complete<>("a", new Command.ExpungeUids(set)));
        }
    }

    @Test
    void a_number_set_says_the_same_as_its_sequence_set() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            NumberSet set = set(new Random(seed)).resolve(17);
            NumberSet.Builder again = new NumberSet.Builder();
            for (int i = 0; i < set.ranges(); i++) {
                assertThat(set.rangeFirst(i)).as("seed %d", seed).isLessThanOrEqualTo(set.rangeLast(i));
                assertThat(i == 0 || set.rangeFirst(i) > set.rangeLast(i - 1) + 1)
                        .as("seed %d", seed)
                        .isTrue();
                again.addRange(set.rangeFirst(i), set.rangeLast(i));
            }
            assertThat(again.build()).as("seed %d", seed).isEqualTo(set);
        }
    }

    @Test
    void a_name_in_modified_utf7_is_read_as_it_was_printed() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            Random chance = new Random(seed);
            String name = chance.ints(chance.nextInt(1, 12), 0x20, 0x2ffff)
                    .map(c -> chance.nextInt(3) == 0 ? 0x20 + c % 95 : c)
                    .filter(c -> Character.isValidCodePoint(c) && (c < 0xD800 || c > 0xDFFF))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(ModifiedUtf7.decode(ModifiedUtf7.encode(name)))
                    .as("seed %d", seed)
                    .contains(name);
        }
    }

    private static int run(Fragmenter fragmenter, ByteBuffer input, Random chance) {
        int lines = 0;
        while (true) {
            Fragment fragment = fragmenter.next(input);
            if (fragment instanceof Fragment.Incomplete || fragment instanceof Fragment.Hopeless) {
                return lines;
            }
            if (fragment instanceof Fragment.Announced announced) {
                PARSER.head(announced.head(), Dialect.REV1);
                answer(fragmenter, chance);
            } else if (fragment instanceof Fragment.Line line) {
                CommandParser.Parsed<Command> parsed =
                        PARSER.parse(line.octets(), chance.nextBoolean() ? Dialect.REV1 : Dialect.REV2);
                lines += parsed instanceof CommandParser.Parsed.Complete ? 1 : 0;
            } else if (fragment instanceof Fragment.Unfit unfit) {
                CommandParser.tagOf(unfit.head());
            }
        }
    }

    private static void answer(Fragmenter fragmenter, Random chance) {
        switch (chance.nextInt(4)) {
            case 0 -> fragmenter.refuse();
            case 1 -> fragmenter.stream();
            default -> fragmenter.gather();
        }
    }

    private static byte[] nonsense(Random chance) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int words = chance.nextInt(1, 30);
        out.writeBytes("a1 ".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < words; i++) {
            if (chance.nextInt(20) == 0) {
                out.write(chance.nextInt(256));
            } else {
                out.writeBytes(WORDS.get(chance.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
            }
        }
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    static SequenceSet set(Random chance) {
        long[] bounds = new long[2 * chance.nextInt(1, 8)];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = switch (chance.nextInt(5)) {
                case 0 -> SequenceSet.LARGEST;
                case 1 -> Cursor.MAX_NUMBER - chance.nextInt(3);
                default -> chance.nextInt(1, 40);
            };
        }
        return SequenceSet.ofBounds(bounds);
    }
}
