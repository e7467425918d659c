package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TopLinesTest {

    private static final String MESSAGE = "A: b\r\nC: d\r\n\r\none\r\n\r\nthree\r\n";

    @Test
    void no_line_is_the_header_and_the_empty_line() {
        assertThat(top(0, MESSAGE)).isEqualTo("A: b\r\nC: d\r\n\r\n");
    }

    @Test
    void so_many_lines_of_the_body_follow() {
        assertThat(top(1, MESSAGE)).isEqualTo("A: b\r\nC: d\r\n\r\none\r\n");
        assertThat(top(2, MESSAGE)).isEqualTo("A: b\r\nC: d\r\n\r\none\r\n\r\n");
    }

    @Test
    void more_lines_than_there_are_is_the_whole_message() {
        assertThat(top(3, MESSAGE)).isEqualTo(MESSAGE);
        assertThat(top(999_999_999, MESSAGE)).isEqualTo(MESSAGE);
    }

    @Test
    void a_message_without_body_or_without_header_is_whole() {
        assertThat(top(1, "A: b\r\n")).isEqualTo("A: b\r\n");
        assertThat(top(0, "\r\nbody\r\n")).isEqualTo("\r\n");
        assertThat(top(5, "")).isEmpty();
    }

    @Test
    void it_says_when_nothing_more_need_be_read() {
        TopLines lines = new TopLines(1);

        lines.take("A: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(lines.isComplete()).isFalse();
        lines.take("one\r\ntwo".getBytes(StandardCharsets.US_ASCII));
        assertThat(lines.isComplete()).isTrue();
        assertThat(lines.take(new byte[] {'x'})).isEmpty();
    }

    private static String top(int bodyLines, String message) {
        StringBuilder atOnce = new StringBuilder();
        TopLines octetByOctet = new TopLines(bodyLines);
        for (byte octet : message.getBytes(StandardCharsets.US_ASCII)) {
            atOnce.append(new String(octetByOctet.take(new byte[] {octet}), StandardCharsets.US_ASCII));
        }
        byte[] whole = new TopLines(bodyLines).take(message.getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(whole, StandardCharsets.US_ASCII)).hasToString(atOnce.toString());
        return atOnce.toString();
    }
}
