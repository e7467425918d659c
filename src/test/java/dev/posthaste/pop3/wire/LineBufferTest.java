package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.pop3.wire.LineBuffer.Line;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBufferTest {

    private static final int LIMIT = LineBuffer.MAX_COMMAND_OCTETS;
    private final LineBuffer buffer = new LineBuffer();

    @Test
    void pipelined_lines_come_one_by_one() {
        append("STAT\r\nNOOP\r\nQU");

        assertThat(next()).isEqualTo("STAT");
        assertThat(next()).isEqualTo("NOOP");
        assertThat(buffer.next(LIMIT)).isInstanceOf(Line.Incomplete.class);
        append("IT\r\n");
        assertThat(next()).isEqualTo("QUIT");
        assertThat(buffer.size()).isZero();
    }

    @Test
    void a_line_may_come_one_octet_at_a_time() {
        List<String> seen = new ArrayList<>();
        for (byte octet : "USER mrose\r\n\r\nPASS  x \r\n".getBytes(StandardCharsets.US_ASCII)) {
            buffer.append(new byte[] {octet});
            if (buffer.next(LIMIT) instanceof Line.Complete(byte[] line)) {
                seen.add(new String(line, StandardCharsets.US_ASCII));
            }
        }

        assertThat(seen).containsExactly("USER mrose", "", "PASS  x ");
    }

    @Test
    void a_bare_lf_ends_no_line_and_a_bare_cr_does_not_either() {
        append("NOOP\nSTAT\rX\r\n\nQUIT\r\n");

        assertThat(buffer.next(LIMIT)).isInstanceOf(Line.BareLineFeed.class);
        assertThat(next()).isEqualTo("STAT\rX");
        assertThat(buffer.next(LIMIT)).isInstanceOf(Line.BareLineFeed.class);
        assertThat(next()).isEqualTo("QUIT");
    }

    @Test
    void a_line_has_255_octets_with_its_end_and_not_one_more() {
        append("x".repeat(LIMIT - 2) + "\r\n");
        assertThat(next()).hasSize(LIMIT - 2);

        append("x".repeat(LIMIT - 1));
        assertThat(buffer.next(LIMIT)).isInstanceOf(Line.Incomplete.class);
        append("\r");
        assertThat(buffer.next(LIMIT)).isInstanceOf(Line.TooLong.class);
    }

    @Test
    void a_sasl_line_may_be_longer() {
        append("x".repeat(LineBuffer.MAX_SASL_OCTETS - 2) + "\r\n");

        assertThat(buffer.next(LineBuffer.MAX_SASL_OCTETS)).isInstanceOf(Line.Complete.class);
    }

    @Test
    void what_was_cut_anywhere_is_put_together_again() {
        Random chance = new Random(2449);
        for (int run = 0; run < 300; run++) {
            List<byte[]> lines = new ArrayList<>();
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 20; i++) {
                byte[] line = new byte[chance.nextInt(LIMIT - 1)];
                chance.nextBytes(line);
                for (int at = 0; at < line.length; at++) {
                    line[at] = line[at] == '\n' ? (byte) '\r' : line[at];
                }
                lines.add(line);
                all.writeBytes(line);
                all.writeBytes(new byte[] {'\r', '\n'});
            }
            assertThat(cut(all.toByteArray(), chance))
                    .usingElementComparator(Arrays::compare)
                    .isEqualTo(lines);
        }
    }

    private List<byte[]> cut(byte[] all, Random chance) {
        List<byte[]> seen = new ArrayList<>();
        int at = 0;
        while (at < all.length) {
            int next = Math.min(all.length, at + 1 + chance.nextInt(700));
            buffer.append(Arrays.copyOfRange(all, at, next));
            at = next;
            while (chance.nextInt(3) > 0 && buffer.next(LIMIT) instanceof Line.Complete(byte[] line)) {
                seen.add(line);
            }
        }
        while (buffer.next(LIMIT) instanceof Line.Complete(byte[] line)) {
            seen.add(line);
        }
        return seen;
    }

    private void append(String text) {
        buffer.append(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String next() {
        Line line = buffer.next(LIMIT);
        assertThat(line).isInstanceOf(Line.Complete.class);
        return new String(((Line.Complete) line).octets(), StandardCharsets.US_ASCII);
    }
}
