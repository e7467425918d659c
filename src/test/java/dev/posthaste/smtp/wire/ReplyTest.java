package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    @Test
    void the_code_and_the_enhanced_code_cannot_disagree() {
        assertThatThrownBy(() -> Reply.of(450, "5.7.1", "no")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.of(199, "2.0.0", "no")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reply.plain(600, "no")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Reply.of(450, "4.7.1", "later").severity()).isEqualTo(Severity.TRANSIENT);
    }

    @Test
    void every_line_bears_both_codes() {
        Reply reply = new Reply.Enhanced(550, EnhancedCode.of("5.1.1"), List.of("No such user", "here"));
        assertThat(new String(reply.octets(), ISO_8859_1)).isEqualTo("550-5.1.1 No such user\r\n550 5.1.1 here\r\n");
        assertThat(reply.text()).isEqualTo("No such user here");
    }

    @Test
    void text_that_came_from_a_peer_cannot_add_a_line() {
        Reply reply = Reply.of(501, "5.1.3", "<a\r\n250 2.0.0 é\0>");
        assertThat(new String(reply.octets(), ISO_8859_1)).isEqualTo("501 5.1.3 <a??250 2.0.0 ??>\r\n");
    }

    @Test
    void no_line_is_longer_than_512_octets() {
        assertThat(Reply.of(550, "5.999.999", "x".repeat(1000)).octets()).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void a_reply_has_lines_and_not_too_many() {
        assertThatThrownBy(() -> new Reply.Plain(250, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Reply.Plain(250, Collections.nCopies(Reply.MAX_LINES + 1, "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "5.1", "5.1.", "5..1", "5.1.x", "3.1.1", "5.1234.1", "5.1.1234", "51.1.1", "5.1.1 "})
    void what_is_no_enhanced_code_is_not_taken_for_one(String text) {
        assertThat(EnhancedCode.parse(text)).isEmpty();
    }

    @Test
    void an_enhanced_code_has_numbers_of_three_digits() {
        assertThat(EnhancedCode.of("4.999.0")).hasToString("4.999.0");
        assertThatThrownBy(() -> new EnhancedCode(Severity.PERMANENT, 1000, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnhancedCode(Severity.INTERMEDIATE, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EnhancedCode.of("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
