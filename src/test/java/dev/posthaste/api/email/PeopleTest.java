package dev.posthaste.api.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.api.Findings;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTest {

    private final Findings findings = new Findings();

    private Optional<People.Known> read(String address, String name) {
        return People.read("/to/0", new EmailDraft.Person(address, name), findings);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "ana@example.org, '', ana@example.org, ''",
                "Ana <ana@example.org>, '', ana@example.org, Ana",
                "'\"Doe, Ana\" <ana@example.org>', '', ana@example.org, 'Doe, Ana'",
                "ana@example.org, Ana, ana@example.org, Ana",
                "Jürgen <j@bücher.example>, '', j@xn--bcher-kva.example, Jürgen",
                "<ana@example.org>, '', ana@example.org, ''",
                "'\"a b\"@example.org', '', '\"a b\"@example.org', ''"
            })
    void a_person_is_an_address_with_or_without_a_name(String address, String name, String spec, String shown) {
        People.Known known = read(address, name).orElseThrow();
        assertThat(known.address().toString()).isEqualTo(spec);
        assertThat(known.name()).isEqualTo(shown);
        assertThat(findings.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ana",
                "@example.org",
                "ana@",
                "a@example.org, b@example.org",
                "A <a@example.org>, B <b@example.org>",
                "friends: a@example.org;",
                "A <a@example.org> trailing",
                "A <a@example.org",
                "A <>",
                "a@example.org\r\nBcc: b@example.org",
                "A\n <a@example.org>",
                "=?utf-8?Q?A=0D=0ABcc:_b?= <a@example.org>",
                "ana@[127.0.0.1]"
            })
    void what_is_not_exactly_one_mailbox_is_refused_with_its_place(String address) {
        assertThat(read(address, "")).isEmpty();
        assertThat(findings.isEmpty()).isFalse();
    }

    @Test
    void whatever_is_written_is_a_person_or_a_finding() {
        Random chance = new Random(20260103);
        String alphabet = "ab@.<>\"\\,;:() \r\n\u0000ü[]=?";
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder text = new StringBuilder();
            int length = chance.nextInt(20);
            for (int at = 0; at < length; at++) {
                text.append(alphabet.charAt(chance.nextInt(alphabet.length())));
            }
            Findings own = new Findings();
            Optional<People.Known> known = People.read("/to/0", new EmailDraft.Person(text.toString(), ""), own);
            assertThat(known.isPresent()).as(text.toString()).isEqualTo(own.isEmpty());
        }
    }
}
