package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\",\".␍␊\"",
                "a␍␊,a␍␊.␍␊",
                "a,a␍␊.␍␊",
                "a␍,a␍␍␊.␍␊",
                "a␊,a␊␍␊.␍␊",
                ".,..␍␊.␍␊",
                ".␍␊,..␍␊.␍␊",
                "..␍␊,...␍␊.␍␊",
                "a␍␊.␍␊b␍␊,a␍␊..␍␊b␍␊.␍␊",
                "a.b␍␊,a.b␍␊.␍␊",
                "a␊.b␍␊,a␊..b␍␊.␍␊",
                "a␊.␍␊b␍␊,a␊..␍␊b␍␊.␍␊",
                "a␊.␊b␍␊,a␊..␊b␍␊.␍␊",
                "␊.,␊..␍␊.␍␊",
                "a␍.b␍␊,a␍.b␍␊.␍␊"
            })
    void a_message_becomes_lines(String message, String lines) {
        assertThat(text(stuffed(octets(message), Integer.MAX_VALUE, new Random(1))))
                .isEqualTo(text(octets(lines)));
    }

    @Test
    void however_it_is_cut_the_client_gets_the_same_octets_and_one_end() {
        Random chance = new Random(1939);
        byte[] alphabet = {'.', '\r', '\n', 'a', (byte) 0xff, 0};
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] message = new byte[chance.nextInt(24)];
            for (int at = 0; at < message.length; at++) {
                message[at] = alphabet[chance.nextInt(alphabet.length)];
            }
            byte[] wire = stuffed(message, 1 + chance.nextInt(6), chance);
            assertThat(text(byLf(wire))).isEqualTo(text(withLineEnd(message)));
            assertThat(text(byCrLf(wire))).isEqualTo(text(withLineEnd(message)).replaceAll("(?<!\r)\n\\.", "\n.."));
        }
    }

    private static byte[] stuffed(byte[] message, int longestPiece, Random chance) {
        DotStuffing dots = new DotStuffing();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        int at = 0;
        while (at < message.length) {
            int next = (int) Math.min(message.length, at + 1L + chance.nextInt(longestPiece));
            wire.writeBytes(dots.stuff(Arrays.copyOfRange(message, at, next)));
            at = next;
        }
        wire.writeBytes(dots.end());
        return wire.toByteArray();
    }

    /** Decodes by RFC 1939 section 3: reads lines up to a single dot, after which nothing may follow. */
    private static byte[] byCrLf(byte[] wire) {
        return read(wire, "\r\n");
    }

    /** Decodes like a client that splits lines at a bare LF, such as poplib and fetchmail. */
    private static byte[] byLf(byte[] wire) {
        return read(wire, "\n");
    }

    private static byte[] read(byte[] wire, String lineEnd) {
        String all = text(wire);
        StringBuilder message = new StringBuilder();
        int at = 0;
        while (true) {
            int end = all.indexOf(lineEnd, at);
            assertThat(end).as("a response without end: " + all).isNotNegative();
            String line = all.substring(at, end + lineEnd.length());
            at = end + lineEnd.length();
            if (line.equals(".\r\n") || line.equals(".\n")) {
                assertThat(at).isEqualTo(all.length());
                return message.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
            message.append(line.startsWith(".") ? line.substring(1) : line);
        }
    }

    private static byte[] withLineEnd(byte[] message) {
        String text = text(message);
        boolean ends = text.isEmpty() || text.endsWith("\r\n");
        return (ends ? text : text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String shown) {
        return shown.replace('␍', '\r').replace('␊', '\n').getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
