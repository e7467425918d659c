package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotReaderTest {

    private static final String ALPHABET = "\r\n..ab";

    @ParameterizedTest
    @CsvSource({
        "'.\r\n', ''",
        "'a\r\n.\r\n', 'a\r\n'",
        "'..\r\n.\r\n', '.\r\n'",
        "'.a\r\n.\r\n', 'a\r\n'",
        "'a\r\n..b\r\n...\r\n.\r\n', 'a\r\n.b\r\n..\r\n'",
        "'\r\n.\r\n', '\r\n'",
        "'a.\r\n.\r\n', 'a.\r\n'"
    })
    void data_ends_at_a_dot_alone_on_its_line_and_loses_the_dots_of_transport(String sent, String message) {
        Read read = read(sent, sent.length());
        assertThat(read.ended).isTrue();
        assertThat(read.message).isEqualTo(message);
        assertThat(read.lineEnds).isEqualTo(DotReader.LineEnds.STRICT);
        assertThat(read.octets).isEqualTo(message.length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\n",
                "a\n.\r\n",
                "a\r.\r",
                "a\r\n.\n",
                "a\r\n.\r",
                "a\r\n.\r\r\n",
                "a\r.\r\n",
                "a\n.\r",
                "a\r\n\n.\r\n",
                "\n.\r\n",
                "\r.\r\n",
                ".\n",
                ".\r\r\n",
                "a\r\r\n.\n",
                "a\n\r\n\r.\r\n"
            })
    void nothing_but_crlf_dot_crlf_ever_ends_data(String smuggled) {
        for (int size = 1; size <= smuggled.length(); size++) {
            assertThat(read(smuggled, size).ended).as("in pieces of %d", size).isFalse();
        }
        Read whole = read(smuggled + "MAIL FROM:<>\r\n.\r\nQUIT\r\n", 7);
        assertThat(whole.ended).isTrue();
        assertThat(whole.message).contains("MAIL FROM:<>\r\n");
        assertThat(whole.rest).isEqualTo("QUIT\r\n");
        assertThat(whole.lineEnds).isEqualTo(DotReader.LineEnds.BARE);
    }

    @Test
    void crlf_dot_cr_crlf_is_content_and_no_end_and_its_cr_is_kept() {
        Read read = read("a\r\n.\r\r\nb\r\n.\r\n", 100);
        assertThat(read.message).isEqualTo("a\r\n\r\r\nb\r\n");
        assertThat(read.lineEnds).isEqualTo(DotReader.LineEnds.BARE);
    }

    @Test
    void what_follows_the_end_is_left_unread() {
        Read read = read("a\r\n.\r\nMAIL FROM:<b@example.org>\r\n", 100);
        assertThat(read.message).isEqualTo("a\r\n");
        assertThat(read.rest).isEqualTo("MAIL FROM:<b@example.org>\r\n");
    }

    @Test
    void it_agrees_with_a_naive_reader_however_the_octets_arrive() {
        Random random = new Random(4521);
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder sent = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                sent.append(random.nextInt(6) == 0 ? "\r\n.\r\n" : ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            Read expected = naive(sent.toString());
            assertThat(read(sent.toString(), 1 + random.nextInt(8)))
                    .as(() -> "sent " + sent.toString().replace("\r", "<CR>").replace("\n", "<LF>"))
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_long_line_in_the_middle_of_an_array_is_found_to_its_end() {
        String message = "x".repeat(1000) + "\r\n" + "é".repeat(77) + "\r\n\r\n";
        for (int offset = 0; offset < 9; offset++) {
            byte[] octets = ("\n\r".repeat(5).substring(0, offset) + message + ".\r\n").getBytes(ISO_8859_1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            DotReader reader = new DotReader();
            assertThat(reader.read(
                            octets, offset, octets.length, (chunk, from, to) -> out.write(chunk, from, to - from)))
                    .isEqualTo(octets.length);
            assertThat(out.toString(ISO_8859_1)).isEqualTo(message);
        }
    }

    private record Read(boolean ended, String message, String rest, DotReader.LineEnds lineEnds, long octets) {}

    private static Read read(String sent, int size) {
        byte[] octets = sent.getBytes(ISO_8859_1);
        DotReader reader = new DotReader();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int at = 0;
        while (at < octets.length && !reader.ended()) {
            int to = Math.min(octets.length, at + size);
            at = reader.read(octets, at, to, (chunk, from, end) -> message.write(chunk, from, end - from));
        }
        return new Read(
                reader.ended(), message.toString(ISO_8859_1), sent.substring(at), reader.lineEnds(), reader.octets());
    }

    /**
     * A naive reader of the whole input: cuts at the first CRLF.CRLF, splits at CRLF, removes one dot from each line.
     */
    private static Read naive(String sent) {
        String framed = "\r\n" + sent;
        int end = framed.indexOf("\r\n.\r\n");
        boolean ended = end >= 0;
        String data = ended ? framed.substring(0, end + 2) : framed;
        String rest = ended ? framed.substring(end + 5) : "";
        String undone = ended ? data : withoutHeldBack(data);
        String message = undone.replace("\r\n.", "\r\n").substring(2);
        String checked = ended ? data + "." : data;
        String withoutPairs = checked.replace("\r\n", "");
        boolean bare = ended
                ? withoutPairs.contains("\r") || withoutPairs.contains("\n")
                : withoutPairs.contains("\n") || bareCrWithin(withoutPairs, checked);
        return new Read(
                ended, message, rest, bare ? DotReader.LineEnds.BARE : DotReader.LineEnds.STRICT, message.length());
    }

    // For ".CR" at the end it is not yet known whether the CR is content.
    private static String withoutHeldBack(String data) {
        return data.endsWith("\r\n.\r") ? data.substring(0, data.length() - 1) : data;
    }

    // For a CR at the very end it is not yet known whether it is bare.
    private static boolean bareCrWithin(String withoutPairs, String data) {
        String known = data.endsWith("\r") ? withoutPairs.substring(0, withoutPairs.length() - 1) : withoutPairs;
        return known.contains("\r");
    }
}
