package dev.posthaste.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainMessageTest {

    @Test
    void name_and_password_are_read() {
        assertThat(parse("\0tim\0tanstaaftanstaaf"))
                .isEqualTo(new PlainMessage.Credentials("tim", new Secret("tanstaaftanstaaf")));
        assertThat(parse("\0jürgen\0pässword with spaces"))
                .isEqualTo(new PlainMessage.Credentials("jürgen", new Secret("pässword with spaces")));
    }

    @Test
    void the_authorization_identity_is_not_ignored() {
        assertThat(parse("tim\0tim\0secret")).isInstanceOf(PlainMessage.Credentials.class);
        assertThat(parse("admin\0tim\0secret")).isInstanceOf(PlainMessage.ForAnother.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0", "tim", "\0tim", "\0tim\0", "\0\0secret", "\0tim\0secret\0", "a\0b\0c\0d"})
    void zero_length_parts_and_other_forms_are_malformed(String message) {
        assertThat(parse(message)).isInstanceOf(PlainMessage.Malformed.class);
    }

    @Test
    void parts_of_more_than_255_octets_are_malformed() {
        assertThat(parse("\0" + "n".repeat(255) + "\0" + "p".repeat(255))).isInstanceOf(PlainMessage.Credentials.class);
        assertThat(parse("\0" + "n".repeat(256) + "\0p")).isInstanceOf(PlainMessage.Malformed.class);
        assertThat(parse("\0n\0" + "p".repeat(256))).isInstanceOf(PlainMessage.Malformed.class);
        assertThat(parse("z".repeat(256) + "\0n\0p")).isInstanceOf(PlainMessage.Malformed.class);
        assertThat(parse("\0n\0" + "ü".repeat(128))).isInstanceOf(PlainMessage.Malformed.class);
    }

    @Test
    void no_utf8_is_malformed_wherever_it_stands() {
        for (int part = 0; part < 3; part++) {
            byte[] message = {'a', 0, 'a', 0, 'p'};
            message[2 * part] = (byte) 0xc3;
            assertThat(PlainMessage.parse(message)).isInstanceOf(PlainMessage.Malformed.class);
        }
    }

    @Test
    void what_was_written_is_read_again() {
        Fuzz.cases(4616, chance -> {
            String user = Fuzz.text(chance, 3, "alice", "@", "\u00FC", "' OR 1=1 --", " ");
            String password = Fuzz.text(chance, 3, "p", "\u00FC", "\r\n", " ");
            assertThat(parse("\0" + user + "\0" + password))
                    .isEqualTo(
                            user.isEmpty() || password.isEmpty()
                                    ? new PlainMessage.Malformed()
                                    : new PlainMessage.Credentials(user, new Secret(password)));
        });
    }

    @Test
    void no_octets_make_it_throw_and_none_lets_a_nul_through() {
        Fuzz.cases(46160, chance -> {
            byte[] octets = Fuzz.damaged(
                    chance,
                    Fuzz.text(chance, 6, "\0", "\0", "alice", "bob", "\u00FC", "secret", "\uFFFF")
                            .getBytes(UTF_8));
            if (PlainMessage.parse(octets) instanceof PlainMessage.Credentials(String user, Secret password)) {
                assertThat(user).isNotEmpty().doesNotContain("\0");
                assertThat(password.<String>use(text -> text)).isNotEmpty().doesNotContain("\0");
            }
        });
    }

    private static PlainMessage parse(String message) {
        return PlainMessage.parse(message.getBytes(UTF_8));
    }
}
