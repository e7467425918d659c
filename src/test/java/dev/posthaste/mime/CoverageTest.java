package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final String HEADER = "From: a@a.test\r\nSubject: s\r\n";

    @Test
    void a_short_text_is_covered_whole_even_beside_a_large_attachment() {
        String message = HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n" + "x".repeat(500_000) + "\r\n--b--\r\n";
        assertThat(coverage(message)).isEqualTo(Indexed.Coverage.WHOLE);
    }

    @Test
    void a_text_beyond_a_limit_is_cut() {
        assertThat(coverage(HEADER + "\r\n" + "word ".repeat(MimeIndexer.MAX_SEARCH_TEXT)))
                .isEqualTo(Indexed.Coverage.CUT);
        assertThat(coverage(HEADER + "\r\n" + "\r\n".repeat(MimeIndexer.MAX_TEXT_OCTETS_PER_PART) + "end"))
                .isEqualTo(Indexed.Coverage.CUT);
    }

    private static Indexed.Coverage coverage(String message) {
        return MimeIndexer.index(message.getBytes(StandardCharsets.US_ASCII)).coverage();
    }
}
