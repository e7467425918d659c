package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The small grammars of SMTP; the tests of commands, replies and message data have their own random runs. */
class WireFuzzTest {

    @Test
    void a_sasl_response_is_read_as_it_was_written_and_nothing_else_is_read() {
        Fuzz.cases(4954, chance -> {
            byte[] octets = new byte[chance.nextInt(60)];
            chance.nextBytes(octets);
            SaslResponse response = new SaslResponse.Octets(octets);
            byte[] line = CommandWriter.octets(response);
            assertThat(SaslResponse.parse(line, 0, line.length - 2)).contains(response);

            byte[] broken = Fuzz.damaged(chance, line);
            Optional<SaslResponse> read = SaslResponse.parse(broken, 0, broken.length);
            read.ifPresent(again -> assertThat(new String(CommandWriter.octets(again), ISO_8859_1))
                    .hasSize(broken.length + 2));
        });
    }

    @Test
    void text_in_xtext_is_read_as_it_was_written_and_hides_no_control_character() {
        Fuzz.cases(3461, chance -> {
            String text = Fuzz.text(chance, 10, "+", "=", "a", "+41", "~", " ", "\u00E4", "\u4F60", "@", "<>");
            assertThat(Xtext.encode(text)).matches("[!-~]*");
            assertThat(Xtext.decode(Xtext.encode(text))).contains(text);

            String any =
                    Fuzz.text(chance, 8, "+", "0", "F", "f", "+00", "+0D", "+2B", "+E4", "\r", "\0", " ", "=", "x");
            assertThat(Xtext.decode(any).orElse("").chars()).noneMatch(c -> c < ' ' || c == 0x7F);
        });
    }

    @Test
    void whatever_a_server_says_it_can_do_is_read() {
        Fuzz.cases(1870, chance -> {
            List<String> lines = new ArrayList<>(List.of("mx.example.org"));
            for (int i = chance.nextInt(6); i > 0; i--) {
                lines.add(Fuzz.text(
                        chance,
                        5,
                        "SIZE",
                        "size",
                        " ",
                        "  ",
                        "99999999999999999999",
                        "-1",
                        "0",
                        "1000",
                        "AUTH",
                        "=",
                        "PLAIN",
                        "x",
                        "8BITMIME",
                        "."));
            }
            Capabilities capabilities = Capabilities.of(new Reply.Plain(250, lines));
            assertThat(capabilities.maxOctets().orElse(1)).isPositive();
            assertThat(capabilities.keywords().keySet()).allMatch(word -> !word.isEmpty() && word.indexOf(' ') < 0);
        });
    }

    @Test
    void lines_are_cut_alike_wherever_the_octets_are_cut() {
        Fuzz.cases(821, chance -> {
            byte[] octets = lines(chance).getBytes(UTF_8);
            assertThat(cut(octets, chance, 1 + chance.nextInt(9))).isEqualTo(cut(octets, chance, octets.length + 1));
        });
    }

    private static String lines(Random chance) {
        String text = Fuzz.text(chance, 14, "a", "NOOP", "\r\n", "\r\n", "\r", "\n", "\u00E4", "\0", ".", " ");
        String flood = chance.nextInt(50) == 0 ? "x".repeat(chance.nextInt(3 * LineReader.MAX_OCTETS)) : "";
        return text + flood + Fuzz.text(chance, 5, "b", "\r\n", "\r", "\n");
    }

    /** The results up to the first that ends a session. */
    private static List<String> cut(byte[] octets, Random chance, int most) {
        LineReader reader = new LineReader();
        List<String> found = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int to = Math.min(octets.length, at + 1 + chance.nextInt(most));
            reader.feed(octets, at, to);
            at = to;
            for (LineReader.Found next = reader.next(); next != LineReader.Found.INCOMPLETE; next = reader.next()) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                line.write(reader.line(), reader.lineStart(), reader.lineEnd() - reader.lineStart());
                found.add(next + (next == LineReader.Found.LINE ? line.toString(ISO_8859_1) : ""));
                if (next == LineReader.Found.BARE_LINE_BREAK || next == LineReader.Found.ENDLESS) {
                    return found;
                }
            }
        }
        return found;
    }
}
