package dev.posthaste.smtp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.id.Secret;
import dev.posthaste.smtp.wire.SaslResponse;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    @Test
    void name_and_password_are_read_as_they_were_sent_or_the_message_is_none() {
        Fuzz.cases(4616, chance -> {
            String user = Fuzz.text(chance, 3, "alice", "@", "\u00FC", "' OR 1=1 --", " ");
            String password = Fuzz.text(chance, 3, "p", "\u00FC", "\r\n", " ");
            Exchange.Next next = new Exchange.Plain().on(octets("\0" + user + "\0" + password));
            assertThat(next)
                    .isEqualTo(
                            user.isEmpty() || password.isEmpty()
                                    ? new Exchange.Next.Malformed()
                                    : new Exchange.Next.Credentials(user, new Secret(password)));
        });
    }

    @Test
    void no_octets_make_an_exchange_throw_and_none_lets_a_nul_through() {
        Fuzz.cases(4954, chance -> {
            byte[] octets = Fuzz.damaged(
                    chance,
                    Fuzz.text(chance, 6, "\0", "\0", "alice", "bob", "\u00FC", "secret", "\uFFFF")
                            .getBytes(UTF_8));
            Exchange exchange = Fuzz.oneOf(
                    chance, new Exchange.Plain(), new Exchange.LoginUser(), new Exchange.LoginPassword("alice"));
            if (exchange.on(new SaslResponse.Octets(octets))
                    instanceof Exchange.Next.Credentials(String user, Secret password)) {
                assertThat(user).isNotEmpty().doesNotContain("\0");
                assertThat(password.<String>use(text -> text)).isNotEmpty().doesNotContain("\0");
            }
        });
    }

    private static SaslResponse.Octets octets(String text) {
        return new SaslResponse.Octets(text.getBytes(UTF_8));
    }
}
