package dev.posthaste.imap.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FragmenterTest {

    private static final Function<Fragmenter, Fragmenter.Gathering> GATHER = Fragmenter::gather;
    private static final Function<Fragmenter, Fragmenter.Gathering> REFUSE = Fragmenter::refuse;

    private final Fragmenter fragmenter = new Fragmenter(new Fragmenter.Limits(64, 100, 3, 1 << 20));

    @Test
    void a_command_ends_with_crlf() {
        assertThat(feed("a NOOP\r\nb NOOP\r\nc", GATHER)).containsExactly("line a NOOP", "line b NOOP");
    }

    @Test
    void what_is_fed_one_byte_at_a_time_is_cut_alike() {
        String input =
                "a LOGIN {5}\r\nalice {3+}\r\na\r\n\r\nb NOOP\nc X\r\n" + "d" + "x".repeat(99) + "\r\ne NOOP\r\n";
        Fragmenter slow = new Fragmenter(new Fragmenter.Limits(64, 100, 3, 1 << 20));
        List<String> one = new ArrayList<>();
        for (byte octet : input.getBytes(StandardCharsets.ISO_8859_1)) {
            drain(slow, ByteBuffer.wrap(new byte[] {octet}), GATHER, one);
        }
        assertThat(one).isEqualTo(feed(input, GATHER)).hasSize(7);
    }

    @Test
    void a_gathered_literal_stands_in_its_place() {
        assertThat(feed("a LOGIN {2}\r\n\r\n {1+}\r\nx\r\n", GATHER))
                .containsExactly("asks 2 WAITS", "asks 1 FOLLOWS", "line a LOGIN {2}\r\n\r\n {1+}\r\nx");
    }

    @Test
    void a_literal_of_no_octets_is_a_literal() {
        assertThat(feed("a X {0}\r\n\r\nb\r\n", GATHER)).containsExactly("asks 0 WAITS", "line a X {0}\r\n", "line b");
    }

    @Test
    void a_streamed_literal_comes_in_pieces_and_is_not_kept() {
        Function<Fragmenter, Fragmenter.Gathering> stream = f -> {
            f.stream();
            return Fragmenter.Gathering.GOES_ON;
        };
        assertThat(feed("a APPEND x ~{7}\r\nabc\r\nde", stream))
                .containsExactly("asks 7 WAITS", "octets abc\r\nde", "end");
        assertThat(feed("\r\nb NOOP\r\n", stream)).containsExactly("line ", "line b NOOP");
    }

    @Test
    void a_streamed_literal_of_no_octets_ends_at_once() {
        Function<Fragmenter, Fragmenter.Gathering> stream = f -> {
            f.stream();
            return Fragmenter.Gathering.GOES_ON;
        };
        assertThat(feed("a APPEND x {0}\r\n", stream)).containsExactly("asks 0 WAITS", "end");
    }

    @Test
    void a_refused_literal_that_waits_ends_the_command_and_the_next_octet_begins_another() {
        assertThat(feed("a X {50}\r\nb NOOP\r\n", REFUSE)).containsExactly("asks 50 WAITS", "refused", "line b NOOP");
    }

    @Test
    void a_refused_literal_that_follows_is_left_out_with_the_rest_of_its_command() {
        assertThat(feed("a X {5+}\r\nab\r\nc rest {2+}\r\nzz more\r\nb NOOP\r\n", REFUSE))
                .containsExactly("asks 5 FOLLOWS", "left out", "unfit LITERAL_TOO_LARGE a", "line b NOOP");
    }

    @Test
    void a_huge_literal_that_follows_is_not_read_but_hopeless() {
        assertThat(feed("a X {99999999999999999999999+}\r\nabc", GATHER))
                .containsExactly("asks 9223372036854775807 FOLLOWS", "left out", "hopeless LITERAL_TOO_LARGE a");
    }

    @Test
    void a_huge_literal_that_waits_is_refused() {
        assertThat(feed("a X {4294967296}\r\n", GATHER)).containsExactly("asks 4294967296 WAITS", "refused");
    }

    @Test
    void a_negative_literal_is_no_literal() {
        assertThat(feed("a X {-1}\r\n", GATHER)).containsExactly("line a X {-1}");
    }

    @Test
    void many_literals_in_one_command_are_refused() {
        assertThat(feed("a {0+}\r\n {0+}\r\n {0+}\r\n {0+}\r\n\r\nb NOOP\r\n", GATHER))
                .endsWith("left out", "unfit LITERAL_TOO_LARGE a", "line b NOOP");
    }

    @Test
    void a_flood_of_empty_literals_in_a_command_that_is_left_out_is_hopeless_in_the_end() {
        String flood = "{0+}\r\n".repeat(300_000);
        List<String> found = feed("a " + flood, GATHER);
        assertThat(found).contains("hopeless LITERAL_TOO_LARGE a");
    }

    @Test
    void literals_that_are_too_large_together_are_refused() {
        assertThat(feed("a {60}\r\n" + "x".repeat(60) + " {60}\r\nb NOOP\r\n", GATHER))
                .containsExactly("asks 60 WAITS", "asks 60 WAITS", "refused", "line b NOOP");
    }

    @Test
    void a_line_that_is_too_long_is_left_out_and_the_next_command_is_read() {
        assertThat(feed("tag " + "x".repeat(5000) + "\r\nb NOOP\r\n", GATHER))
                .containsExactly("unfit LINE_TOO_LONG tag", "line b NOOP");
    }

    @Test
    void a_long_line_that_announces_a_literal_is_left_out_with_the_literal() {
        assertThat(feed("tag " + "x".repeat(5000) + "{8+}\r\nz LOGOUT\r\nb NOOP\r\n", GATHER))
                .containsExactly("unfit LINE_TOO_LONG tag", "line b NOOP");
    }

    @Test
    void an_endless_line_is_hopeless() {
        String endless = "tag " + "x".repeat(2 << 20);
        assertThat(feed(endless, GATHER)).contains("hopeless LINE_TOO_LONG tag");
    }

    @Test
    void a_bare_lf_does_not_end_a_command_well() {
        assertThat(feed("a NOOP\nb NOOP\r\n", GATHER)).containsExactly("unfit BARE_LF a", "line b NOOP");
    }

    @Test
    void whoever_does_not_answer_an_announcement_has_a_bug() {
        ByteBuffer input = ByteBuffer.wrap("a {3}\r\n".getBytes(StandardCharsets.US_ASCII));
        fragmenter.next(input);
        assertThatThrownBy(() -> fragmenter.next(input)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void limits_that_grow_hold_from_the_next_octet_on() {
        assertThat(feed("a " + "x".repeat(70) + "\r\n", GATHER)).containsExactly("unfit LINE_TOO_LONG a");
        fragmenter.limit(Fragmenter.Limits.KNOWN);
        assertThat(feed("a " + "x".repeat(70) + "\r\n", GATHER)).hasSize(1).allMatch(f -> f.startsWith("line"));
    }

    private List<String> feed(String input, Function<Fragmenter, Fragmenter.Gathering> answer) {
        List<String> found = new ArrayList<>();
        drain(fragmenter, ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1)), answer, found);
        return found;
    }

    private static void drain(
            Fragmenter fragmenter,
            ByteBuffer input,
            Function<Fragmenter, Fragmenter.Gathering> answer,
            List<String> found) {
        while (true) {
            switch (fragmenter.next(input)) {
                case Fragment.Incomplete() -> {
                    return;
                }
                case Fragment.Line(ByteBuffer octets) -> found.add("line " + text(octets));
                case Fragment.Octets(ByteBuffer octets) -> found.add("octets " + text(octets));
                case Fragment.End() -> found.add("end");
                case Fragment.Unfit(ByteBuffer head, Fragment.Reason reason) ->
                    found.add("unfit " + reason + " " + CommandParser.tagOf(head));
                case Fragment.Hopeless(ByteBuffer head, Fragment.Reason reason) -> {
                    found.add("hopeless " + reason + " " + CommandParser.tagOf(head));
                    return;
                }
                case Fragment.Announced(ByteBuffer head, Literal literal) -> {
                    found.add("asks " + literal.size() + " " + literal.waiting());
                    switch (answer.apply(fragmenter)) {
                        case GOES_ON -> {}
                        case REFUSED -> found.add("refused");
                        case LEFT_OUT -> found.add("left out");
                    }
                }
            }
        }
    }

    private static String text(ByteBuffer octets) {
        return StandardCharsets.ISO_8859_1.decode(octets.duplicate()).toString();
    }
}
