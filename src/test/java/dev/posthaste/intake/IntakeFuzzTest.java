package dev.posthaste.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.EmailId;
import dev.posthaste.mime.HeaderBlock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What intake does to octets on their way in, in any pieces. */
class IntakeFuzzTest {

    private static final String[] PIECES = {
        "\r\n",
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        "\n\n",
        "\r\r\n",
        "A: b",
        "Received: x",
        " folded",
        "\t",
        ":",
        "\0",
        "\u00E4",
        "Bcc: c"
    };

    @Test
    void the_header_is_cut_from_the_body_where_the_parser_of_headers_cuts_it() {
        Fuzz.cases(5322, chance -> {
            byte[] message = Fuzz.text(chance, 12, PIECES).getBytes(ISO_8859_1);
            byte[] header = header(message, chance);
            assertThat(HeaderBlock.parse(header).toBytes()).isEqualTo(header);
            assertThat(HeaderBlock.parse(message).toBytes()).isEqualTo(header);
        });
    }

    @Test
    void a_field_behind_cr_cr_lf_is_still_of_the_header() {
        byte[] message = Fuzz.find("header-ends-at-cr-cr-lf.eml");
        assertThat(new String(header(message, new Random(1)), ISO_8859_1)).endsWith("Bcc: bob@a.test\r\n\r\n");
        assertThat(HeaderBlock.parse(message).first("Bcc")).isPresent();
    }

    @Test
    void nothing_that_a_stranger_calls_itself_smuggles_a_line_into_the_trace_field() {
        TraceFields fields = new TraceFields(DomainName.of("mx.here.test"));
        Fuzz.cases(6409, chance -> {
            String name = Fuzz.text(
                    chance, 8, "a", "\r\n", "\n", "\r", "\r\nBcc: x", ";", "(", "\\", "\0", "\u00E4", "\r\n.\r\n");
            byte[] field = fields.received(
                    origin(name), Acceptance.Transport.ANY, new EmailId(new UUID(0, chance.nextLong())), Instant.EPOCH);
            assertThat(new String(field, ISO_8859_1)).matches("Received: [^\r\n]*\r\n(\t[^\r\n]+\r\n){3}");
            assertThat(HeaderBlock.parse(field).fields().stream()
                            .map(one -> one.name())
                            .toList())
                    .isEqualTo(List.of("Received"));
        });
    }

    private static Origin origin(String name) {
        return new Origin(
                Origin.Entrance.MX,
                new Origin.Peer("192.0.2.1", name, Origin.Greeting.EHLO),
                new Origin.Security.Clear(),
                new Origin.Authenticated.Nobody(),
                Origin.Request.NONE);
    }

    private static byte[] header(byte[] message, Random chance) {
        HeaderCollector collector = new HeaderCollector();
        for (int at = 0; at < message.length && !collector.isComplete(); ) {
            int length = Math.min(message.length - at, 1 + chance.nextInt(5));
            at += collector.take(message, at, length);
        }
        return collector.octets();
    }
}
