package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            250 2.1.0 Sender ok              | Enhanced[code=250, enhanced=2.1.0, lines=[Sender ok]]
            250 OK                           | Plain[code=250, lines=[OK]]
            250                              | Plain[code=250, lines=[]]
            550-5.1.1 No~550 5.1.1 user      | Enhanced[code=550, enhanced=5.1.1, lines=[No, user]]
            550-5.1.1 No~550 such user       | Enhanced[code=550, enhanced=5.1.1, lines=[No, such user]]
            550-5.1.1~550 5.1.1              | Enhanced[code=550, enhanced=5.1.1, lines=[, ]]
            550-5.1.1 a~550 5.1.10 b         | Enhanced[code=550, enhanced=5.1.1, lines=[a, 5.1.10 b]]
            450 5.1.1 Odd                    | Plain[code=450, lines=[5.1.1 Odd]]
            354 3.0.0 Go                     | Plain[code=354, lines=[3.0.0 Go]]
            299 2.1 x                        | Plain[code=299, lines=[2.1 x]]
            """)
    void a_reply_is_read_whole_and_octet_by_octet(String lines, String expected) {
        byte[] octets = (lines.strip().replace("~", "\r\n") + "\r\n").getBytes(ISO_8859_1);
        ReplyParser whole = new ReplyParser();
        assertThat(whole.feed(octets, 0, octets.length)).asString().isEqualTo("Complete[reply=" + expected + "]");
        assertThat(whole.isWithinReply()).isFalse();
        ReplyParser slow = new ReplyParser();
        for (int i = 0; i < octets.length - 1; i++) {
            assertThat(slow.feed(octets, i, i + 1)).isInstanceOf(ReplyParser.Parsed.Incomplete.class);
            assertThat(slow.isWithinReply()).isTrue();
        }
        assertThat(slow.feed(octets, octets.length - 1, octets.length))
                .asString()
                .isEqualTo("Complete[reply=" + expected + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "25",
                "250x",
                "600 no",
                "150 no",
                "2x0 a",
                "25x a",
                "HTTP/1.1 400",
                "250-a\r\n251 b",
                "\0\0\0"
            })
    void what_is_no_reply_is_unreadable_and_never_a_permanent_failure(String lines) {
        byte[] octets = (lines + "\r\n").getBytes(ISO_8859_1);
        assertThat(new ReplyParser().feed(octets, 0, octets.length)).isInstanceOf(ReplyParser.Parsed.Unreadable.class);
    }

    @Test
    void a_reply_has_a_greatest_size() {
        byte[] wide = ("250 " + "x".repeat(ReplyParser.MAX_LINE_OCTETS)).getBytes(ISO_8859_1);
        assertThat(new ReplyParser().feed(wide, 0, wide.length)).isInstanceOf(ReplyParser.Parsed.Unreadable.class);
        byte[] many = "250-x\r\n".repeat(Reply.MAX_LINES + 1).getBytes(ISO_8859_1);
        assertThat(new ReplyParser().feed(many, 0, many.length)).isInstanceOf(ReplyParser.Parsed.Unreadable.class);
    }

    @Test
    void replies_of_a_batch_are_read_one_after_the_other() {
        byte[] octets = "250 a\r\n550 b\r\n".getBytes(ISO_8859_1);
        ReplyParser parser = new ReplyParser();
        parser.feed(octets, 0, octets.length);
        assertThat(parser.position()).isEqualTo(7);
        assertThat(parser.feed(octets, parser.position(), octets.length))
                .isEqualTo(new ReplyParser.Parsed.Complete(Reply.plain(550, "b")));
    }

    @Test
    void an_lf_alone_ends_a_line_of_a_reply() {
        byte[] octets = "250-a\n250 b\n".getBytes(ISO_8859_1);
        assertThat(new ReplyParser().feed(octets, 0, octets.length))
                .isEqualTo(new ReplyParser.Parsed.Complete(new Reply.Plain(250, List.of("a", "b"))));
    }

    @Test
    void a_reply_written_and_read_again_is_the_same() {
        Random random = new Random(42);
        for (int i = 0; i < Fuzz.CASES; i++) {
            Reply reply = any(random);
            byte[] octets = reply.octets();
            assertThat(new ReplyParser().feed(octets, 0, octets.length))
                    .isEqualTo(new ReplyParser.Parsed.Complete(reply));
        }
    }

    @Test
    void no_octets_whatever_make_the_parser_throw() {
        Random random = new Random(43);
        int complete = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] octets = any(random).octets();
            for (int blows = random.nextInt(4); blows > 0; blows--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            ReplyParser.Parsed parsed = new ReplyParser().feed(octets, 0, octets.length);
            complete += parsed instanceof ReplyParser.Parsed.Complete ? 1 : 0;
        }
        assertThat(complete).isBetween(Fuzz.CASES / 4, Fuzz.CASES);
    }

    private static Reply any(Random random) {
        List<String> lines = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            lines.add(List.of("", "OK", "Do not 5.1.1 worry", "a-b c").get(random.nextInt(4)));
        }
        int code = List.of(200, 250, 354, 421, 450, 550, 599).get(random.nextInt(7));
        if (code / 100 == 3 || random.nextBoolean()) {
            return new Reply.Plain(code, lines);
        }
        EnhancedCode enhanced = EnhancedCode.of(code / 100 + "." + random.nextInt(1000) + "." + random.nextInt(1000));
        return new Reply.Enhanced(code, enhanced, lines);
    }
}
