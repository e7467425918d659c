package dev.posthaste.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void an_answer_to_ehlo_is_read_in_any_case() {
        Capabilities can = Capabilities.of(new Reply.Plain(
                250, List.of("mx.example.org at your service", "size 1000", "Auth plain  LOGIN", "PIPELINING", "")));
        assertThat(can.has("PIPELINING")).isTrue();
        assertThat(can.has("STARTTLS")).isFalse();
        assertThat(can.has("MX.EXAMPLE.ORG")).isFalse();
        assertThat(can.maxOctets()).hasValue(1000);
        assertThat(can.mechanisms()).containsExactly("PLAIN", "LOGIN");
    }

    @Test
    void a_size_that_says_nothing_limits_nothing() {
        for (String size : List.of("SIZE", "SIZE 0", "SIZE lots", "SIZE 9999999999999999999", "8BITMIME")) {
            assertThat(Capabilities.of(new Reply.Plain(250, List.of("x", size))).maxOctets())
                    .isEmpty();
        }
        assertThat(Capabilities.NONE.mechanisms()).isEmpty();
    }
}
