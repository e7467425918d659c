package dev.posthaste.smtp.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaslResponseTest {

    @Test
    void a_line_of_an_exchange_is_base_64_or_gives_up() {
        assertThat(parse("*")).contains(new SaslResponse.Cancelled());
        assertThat(parse("")).contains(new SaslResponse.Octets(new byte[0]));
        assertThat(parse("YWI=")).contains(new SaslResponse.Octets("ab".getBytes(US_ASCII)));
    }

    @Test
    void what_is_no_base_64_is_not_read() {
        for (String text : new String[] {"**", "=", "YWI", "YW I", "YWI==", "Y===", "ÿÿÿÿ"}) {
            assertThat(parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void what_was_read_is_written_the_same() {
        assertThat(CommandWriter.octets(new SaslResponse.Cancelled())).isEqualTo("*\r\n".getBytes(US_ASCII));
        assertThat(CommandWriter.octets(new SaslResponse.Octets("ab".getBytes(US_ASCII))))
                .isEqualTo("YWI=\r\n".getBytes(US_ASCII));
    }

    @Test
    void an_exchange_cannot_begin_by_giving_up() {
        assertThatThrownBy(() -> new Command.Auth("PLAIN", new SaslResponse.Cancelled()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.Auth("PL AIN", new SaslResponse.None()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Optional<SaslResponse> parse(String text) {
        byte[] octets = text.getBytes(US_ASCII);
        return SaslResponse.parse(octets, 0, octets.length);
    }
}
