package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.Secret;
import dev.posthaste.id.SecretOctets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainResponseTest {

    @Test
    void an_asterisk_cancels_but_is_no_initial_response() {
        assertThat(PlainResponse.parse(new byte[] {'*'})).isInstanceOf(PlainResponse.Cancelled.class);
        assertThat(PlainResponse.parseInitial(new Secret("*"))).isInstanceOf(PlainResponse.Malformed.class);
    }

    @Test
    void an_equals_sign_is_the_empty_initial_response() {
        assertThat(PlainResponse.parseInitial(new Secret("=")))
                .isEqualTo(new PlainResponse.Message(new SecretOctets(new byte[0])));
        assertThat(PlainResponse.parse(new byte[] {'='})).isInstanceOf(PlainResponse.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"====", "!", "AGEAYg== ", "AGEA Yg==", "**"})
    void what_is_no_base64_is_malformed(String line) {
        assertThat(PlainResponse.parse(line.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(PlainResponse.Malformed.class);
        assertThat(PlainResponse.parseInitial(new Secret(line))).isInstanceOf(PlainResponse.Malformed.class);
    }

    @Test
    void the_octets_come_as_they_were_sent_and_are_not_printed() {
        Fuzz.cases(5034, chance -> {
            byte[] message = new byte[chance.nextInt(12)];
            chance.nextBytes(message);
            PlainResponse response = PlainResponse.parse(Base64.getEncoder().encode(message));
            assertThat(response)
                    .isEqualTo(new PlainResponse.Message(new SecretOctets(message)))
                    .hasToString("Message[octets=***]");
        });
    }

    @Test
    void no_octets_make_it_throw() {
        Fuzz.cases(50340, chance -> {
            byte[] line = new byte[chance.nextInt(12)];
            chance.nextBytes(line);
            assertThat(PlainResponse.parse(line)).isNotNull();
        });
    }
}
