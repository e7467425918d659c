package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotWriterTest {

    @ParameterizedTest
    @CsvSource({
        "'', '.\r\n'",
        "'a\r\n', 'a\r\n.\r\n'",
        "'a', 'a\r\n.\r\n'",
        "'.\r\n', '..\r\n.\r\n'",
        "'a\r\n.b\r\n..', 'a\r\n..b\r\n...\r\n.\r\n'",
        "'a\n.\nb', 'a . b\r\n.\r\n'",
        "'a\r.\rb\r', 'a . b \r\n.\r\n'",
        "'a\r\n.\r\r\n', 'a\r\n.. \r\n.\r\n'",
        "'\n', ' \r\n.\r\n'"
    })
    void a_message_is_written_with_its_dots_and_without_bare_line_breaks(String message, String sent) {
        for (int size = 1; size <= message.length() + 1; size++) {
            assertThat(written(message, size)).as("in pieces of %d", size).isEqualTo(sent);
        }
    }

    @Test
    void whatever_is_written_has_no_bare_cr_or_lf_ends_once_and_reads_back() {
        Random random = new Random(452);
        String alphabet = "\r\n..xy";
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder message = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                message.append(random.nextInt(4) == 0 ? "\r\n" : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String sent = written(message.toString(), 1 + random.nextInt(9));
            assertThat(sent.replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(("\r\n" + sent).indexOf("\r\n.\r\n")).isEqualTo(sent.length() - 3);
            assertThat(readBack(sent)).isEqualTo(expected(message.toString()));
        }
    }

    private static String expected(String message) {
        String clean = message.replace("\r\n", "\0")
                .replace('\r', ' ')
                .replace('\n', ' ')
                .replace("\0", "\r\n");
        return clean.isEmpty() || clean.endsWith("\r\n") ? clean : clean + "\r\n";
    }

    private static String written(String message, int size) {
        byte[] octets = message.getBytes(ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OctetSink sink = (chunk, from, to) -> out.write(chunk, from, to - from);
        DotWriter writer = new DotWriter();
        for (int at = 0; at < octets.length; at += size) {
            writer.write(octets, at, Math.min(octets.length, at + size), sink);
        }
        writer.finish(sink);
        return out.toString(ISO_8859_1);
    }

    private static String readBack(String sent) {
        byte[] octets = sent.getBytes(ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DotReader().read(octets, 0, octets.length, (chunk, from, to) -> out.write(chunk, from, to - from));
        return out.toString(ISO_8859_1);
    }
}
