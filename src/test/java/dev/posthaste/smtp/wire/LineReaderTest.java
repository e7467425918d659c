package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

    @Test
    void lines_are_the_same_however_the_octets_arrive() {
        String sent = "EHLO x\r\n\r\nMAIL FROM:<>\r\nhalf";
        for (int size = 1; size <= sent.length(); size++) {
            assertThat(found(sent, size)).as("in pieces of %d", size).containsExactly("EHLO x", "", "MAIL FROM:<>");
        }
    }

    @Test
    void a_bare_lf_or_cr_is_no_end_of_a_line_and_is_told() {
        for (String sent : List.of("NOOP\nQUIT\r\n", "NOOP\rQUIT\r\n", "NOOP\r\r\n", "\n", "\r\r")) {
            for (int size = 1; size <= sent.length(); size++) {
                assertThat(found(sent, size))
                        .as("in pieces of %d", size)
                        .first()
                        .isEqualTo("BARE_LINE_BREAK");
            }
        }
    }

    @Test
    void a_line_too_long_is_skipped_to_its_end_and_the_next_is_read() {
        String sent = "x".repeat(LineReader.MAX_OCTETS - 1) + "\r\nNOOP\r\n";
        for (int size : new int[] {1, 7, 4096, sent.length()}) {
            assertThat(found(sent, size)).as("in pieces of %d", size).containsExactly("TOO_LONG", "NOOP");
        }
        String longest = "x".repeat(LineReader.MAX_OCTETS - 2);
        for (int size : new int[] {1, 7, 4096, sent.length()}) {
            assertThat(found(longest + "\r\nNOOP\r\n", size)).containsExactly(longest, "NOOP");
        }
    }

    @Test
    void a_cr_within_a_line_too_long_is_told_as_any_other() {
        String sent = "x".repeat(LineReader.MAX_OCTETS) + "\rx\r\n";
        for (int size : new int[] {1, 4096, sent.length()}) {
            assertThat(found(sent, size)).first().isEqualTo("BARE_LINE_BREAK");
        }
    }

    @Test
    void the_skipping_of_a_line_without_an_end_has_an_end() {
        assertThat(found("x".repeat(LineReader.MAX_SKIPPED_OCTETS + 4096), 1000))
                .containsExactly("ENDLESS");
    }

    @Test
    void what_is_behind_a_line_is_known_to_be_there() {
        LineReader reader = new LineReader();
        byte[] octets = "STARTTLS\r\nMAIL FROM:<>\r\n".getBytes(ISO_8859_1);
        reader.feed(octets, 0, octets.length);
        assertThat(reader.next()).isEqualTo(LineReader.Found.LINE);
        assertThat(reader.hasUnread()).isTrue();
        assertThat(reader.position()).isEqualTo(10);
        assertThatThrownBy(() -> reader.feed(octets, 0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reader.skipTo(3)).isInstanceOf(IllegalArgumentException.class);
        reader.skipTo(octets.length);
        assertThat(reader.hasUnread()).isFalse();
    }

    private static List<String> found(String sent, int size) {
        byte[] octets = sent.getBytes(ISO_8859_1);
        LineReader reader = new LineReader();
        List<String> found = new ArrayList<>();
        for (int at = 0; at < octets.length; at += size) {
            reader.feed(octets, at, Math.min(octets.length, at + size));
            LineReader.Found next = reader.next();
            while (next != LineReader.Found.INCOMPLETE) {
                found.add(
                        next == LineReader.Found.LINE
                                ? new String(
                                        reader.line(),
                                        reader.lineStart(),
                                        reader.lineEnd() - reader.lineStart(),
                                        ISO_8859_1)
                                : next.name());
                if (next == LineReader.Found.BARE_LINE_BREAK || next == LineReader.Found.ENDLESS) {
                    return found;
                }
                next = reader.next();
            }
        }
        return found;
    }
}
