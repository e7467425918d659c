package dev.posthaste.pop3.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainResponseTest {

    @Test
    void name_and_password_are_read() {
        assertThat(plain("\0tim\0tanstaaftanstaaf"))
                .isEqualTo(new PlainResponse.Credentials("tim", new Secret("tanstaaftanstaaf")));
        assertThat(plain("\0jürgen\0pässword with spaces"))
                .isEqualTo(new PlainResponse.Credentials("jürgen", new Secret("pässword with spaces")));
    }

    @Test
    void the_authorization_identity_is_not_ignored() {
        assertThat(plain("tim\0tim\0secret")).isInstanceOf(PlainResponse.Credentials.class);
        assertThat(plain("admin\0tim\0secret")).isInstanceOf(PlainResponse.OtherIdentity.class);
    }

    @Test
    void an_asterisk_cancels_but_is_no_initial_response() {
        assertThat(PlainResponse.parse(new byte[] {'*'})).isInstanceOf(PlainResponse.Cancelled.class);
        assertThat(PlainResponse.parseInitial(new Secret("*"))).isInstanceOf(PlainResponse.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0", "tim", "\0tim", "\0tim\0", "\0\0secret", "\0tim\0secret\0", "a\0b\0c\0d"})
    void zero_length_parts_and_other_forms_are_malformed(String message) {
        assertThat(plain(message)).isInstanceOf(PlainResponse.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "====", "!", "AGE", "AGEAYg== ", "AGEA Yg==", "**"})
    void what_is_no_base64_is_malformed(String line) {
        assertThat(PlainResponse.parse(line.getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(PlainResponse.Malformed.class);
        assertThat(PlainResponse.parseInitial(new Secret(line))).isInstanceOf(PlainResponse.Malformed.class);
    }

    @Test
    void oversized_parts_are_malformed() {
        assertThat(plain("\0" + "n".repeat(255) + "\0" + "p".repeat(255)))
                .isInstanceOf(PlainResponse.Credentials.class);
        assertThat(plain("\0" + "n".repeat(256) + "\0p")).isInstanceOf(PlainResponse.Malformed.class);
        assertThat(plain("\0n\0" + "p".repeat(256))).isInstanceOf(PlainResponse.Malformed.class);
        assertThat(plain("z".repeat(256) + "\0n\0p")).isInstanceOf(PlainResponse.Malformed.class);
    }

    @Test
    void no_utf8_is_malformed() {
        byte[] message = {0, 'a', 0, (byte) 0xc3};

        assertThat(PlainResponse.parse(Base64.getEncoder().encode(message)))
                .isInstanceOf(PlainResponse.Malformed.class);
    }

    @Test
    void any_octets_get_an_answer() {
        Random chance = new Random(4616);
        int credentials = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] message = new byte[chance.nextInt(12)];
            for (int at = 0; at < message.length; at++) {
                message[at] = (byte) (chance.nextInt(3) == 0 ? 0 : 'a' + chance.nextInt(200));
            }
            byte[] line = chance.nextInt(4) == 0 ? message : Base64.getEncoder().encode(message);
            credentials += PlainResponse.parse(line) instanceof PlainResponse.Credentials ? 1 : 0;
        }
        assertThat(credentials).isBetween(1, 24_999);
    }

    private static PlainResponse plain(String message) {
        return PlainResponse.parse(Base64.getEncoder().encode(message.getBytes(StandardCharsets.UTF_8)));
    }
}
