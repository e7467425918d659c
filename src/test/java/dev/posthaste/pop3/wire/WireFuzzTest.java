package dev.posthaste.pop3.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Octets in pieces of any size; the tests of commands, dots and SASL messages have their own random runs. */
class WireFuzzTest {

    @Test
    void lines_are_cut_alike_wherever_the_octets_are_cut() {
        Fuzz.cases(1939, chance -> {
            String text = Fuzz.text(chance, 14, "STAT", "\r\n", "\r\n", "\r", "\n", "\0", " ", "x".repeat(100));
            byte[] octets = text.getBytes(ISO_8859_1);
            assertThat(lines(octets, chance, 1 + chance.nextInt(9)))
                    .isEqualTo(lines(octets, chance, octets.length + 1));
        });
    }

    @Test
    void the_top_of_a_message_is_the_same_whatever_the_pieces() {
        Fuzz.cases(2449, chance -> {
            String message = Fuzz.text(chance, 12, "A: b", "\r\n", "\r\n", "\n", "\r", ".", "x", "\r\n\r\n");
            int count = chance.nextInt(4);
            assertThat(top(message, count, chance))
                    .isEqualTo(top(message, count, new Random(1)))
                    .isEqualTo(naive(message, count));
        });
    }

    private static List<String> lines(byte[] octets, Random chance, int most) {
        LineBuffer buffer = new LineBuffer();
        List<String> found = new ArrayList<>();
        for (int at = 0; at < octets.length; ) {
            int to = Math.min(octets.length, at + 1 + chance.nextInt(most));
            buffer.append(Arrays.copyOfRange(octets, at, to));
            at = to;
            LineBuffer.Line line = buffer.next(LineBuffer.MAX_COMMAND_OCTETS);
            for (; !(line instanceof LineBuffer.Line.Incomplete); line = buffer.next(LineBuffer.MAX_COMMAND_OCTETS)) {
                switch (line) {
                    case LineBuffer.Line.Complete(byte[] complete) -> found.add(new String(complete, ISO_8859_1));
                    case LineBuffer.Line.BareLineFeed bare -> found.add("\n");
                    case LineBuffer.Line.TooLong tooLong -> {
                        return found;
                    }
                    case LineBuffer.Line.Incomplete incomplete -> throw new IllegalStateException();
                }
            }
        }
        return found;
    }

    private static String top(String message, int count, Random chance) {
        TopLines top = new TopLines(count);
        byte[] octets = message.getBytes(ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < octets.length && !top.isComplete(); ) {
            int to = Math.min(octets.length, at + 1 + chance.nextInt(6));
            out.writeBytes(top.take(Arrays.copyOfRange(octets, at, to)));
            at = to;
        }
        return out.toString(ISO_8859_1);
    }

    /** Lines up to and including the first empty one, and {@code count} more. */
    private static String naive(String message, int count) {
        StringBuilder top = new StringBuilder();
        int left = -1;
        for (String line : message.split("(?<=\n)")) {
            if (left == 0) {
                break;
            }
            top.append(line);
            if (left > 0) {
                left--;
            } else if (line.equals("\n") || line.equals("\r\n")) {
                left = count;
            }
        }
        return top.toString();
    }
}
