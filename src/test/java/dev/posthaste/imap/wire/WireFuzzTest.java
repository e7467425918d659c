package dev.posthaste.imap.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each run has its own seed, which the failure names. */
class WireFuzzTest {

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
        assertThat(parsed).isGreaterThan(100);
    }

    @Test
    void a_sequence_set_is_read_as_it_was_printed() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            SequenceSet set = set(new Random(seed));
            CommandParser.Parsed parsed = CommandParser.parse(
                    ByteBuffer.wrap(("a UID EXPUNGE " + set).getBytes(StandardCharsets.US_ASCII)), Dialect.REV1);
            assertThat(parsed)
                    .as("seed %d", seed)
                    .isEqualTo(new CommandParser.Parsed.Complete("a", new Command.ExpungeUids(set)));
        }
    }

    @Test
    void a_number_set_says_the_same_as_its_sequence_set() {
        for (int seed = 0; seed < Fuzz.CASES; seed++) {
            NumberSet set = set(new Random(seed)).resolve(17);
            NumberSet.Builder again = new NumberSet.Builder();
            for (int i = 0; i < set.ranges(); i++) {
                assertThat(set.contains(set.rangeFirst(i)) && set.contains(set.rangeLast(i)))
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(set.contains(set.rangeLast(i) + 1))
                        .as("seed %d", seed)
                        .isFalse();
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
                CommandParser.head(announced.head(), Dialect.REV1);
                answer(fragmenter, chance);
            } else if (fragment instanceof Fragment.Line line) {
                CommandParser.Parsed parsed =
                        CommandParser.parse(line.octets(), chance.nextBoolean() ? Dialect.REV1 : Dialect.REV2);
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

    private static SequenceSet set(Random chance) {
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
