package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineEndsTest {

    private static String shown(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }

    private static byte[] inPieces(byte[] octets, int piece) {
        LineEnds lineEnds = new LineEnds();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < octets.length; from += piece) {
            out.writeBytes(lineEnds.convert(octets, from, Math.min(piece, octets.length - from)));
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "a\\r\\nb\\r\\n, a\\r\\nb\\r\\n",
        "a\\nb\\n, a\\r\\nb\\r\\n",
        "a\\rb\\r, a\\r\\nb\\r\\n",
        "\\n\\n, \\r\\n\\r\\n",
        "\\r\\r\\n, \\r\\n\\r\\n",
        "a, a"
    })
    void a_bare_lf_and_a_bare_cr_become_cr_lf(String before, String after) {
        byte[] octets = shown(before).getBytes(StandardCharsets.UTF_8);
        assertThat(new String(inPieces(octets, octets.length), StandardCharsets.UTF_8))
                .isEqualTo(shown(after));
        assertThat(new String(inPieces(octets, 1), StandardCharsets.UTF_8)).isEqualTo(shown(after));
    }

    @Test
    void where_the_pieces_are_cut_does_not_matter_and_twice_is_once() {
        Random chance = new Random(20260101);
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] octets = new byte[chance.nextInt(40)];
            for (int at = 0; at < octets.length; at++) {
                octets[at] = "\r\nab".getBytes(StandardCharsets.US_ASCII)[chance.nextInt(4)];
            }
            byte[] whole = inPieces(octets, Math.max(1, octets.length));
            assertThat(inPieces(octets, 1 + chance.nextInt(5))).isEqualTo(whole);
            assertThat(inPieces(whole, 3)).isEqualTo(whole);
            assertThat(new String(whole, StandardCharsets.US_ASCII))
                    .isEqualTo(new String(octets, StandardCharsets.US_ASCII).replaceAll("\r\n|\r|\n", "\r\n"));
        }
    }
}
