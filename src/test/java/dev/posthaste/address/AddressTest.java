package dev.posthaste.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, alice@example.org",
        "Alice@EXAMPLE.Org, Alice@example.org",
        "a.b+c@bücher.example, a.b+c@xn--bcher-kva.example",
        "\"a b\"@example.org, \"a b\"@example.org",
        "\"plain\"@example.org, plain@example.org",
        "pelé@example.org, pelé@example.org",
        "\"@\"@example.org, \"@\"@example.org",
        "o'hara@example.org, o'hara@example.org"
    })
    void an_address_is_read_and_written_again(String text, String written) throws Exception {
        EmailAddress address = EmailAddress.parse(text);

        assertThat(address).hasToString(written);
        assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"straße.de", "STRAẞE.de", "φάρος.gr", "a\u200Cb.example", "a\u200Db.example"})
    void a_domain_name_that_idna2003_would_make_another_is_refused(String text) {
        assertThatThrownBy(() -> DomainName.parse(text)).isInstanceOf(AddressSyntaxException.class);
    }

    @Test
    void the_a_label_of_such_a_name_is_read_and_stays_as_it_is() throws Exception {
        DomainName street = DomainName.parse("xn--strae-oqa.de");
        assertThat(street).hasToString("xn--strae-oqa.de").isNotEqualTo(DomainName.parse("strasse.de"));
        assertThat(DomainName.parse(street.unicode())).isEqualTo(street);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "alice",
                "@example.org",
                "alice@",
                ".a@example.org",
                "a..b@example.org",
                "a@-example.org",
                "a@example..org",
                "a b@example.org",
                "\"a@example.org",
                "a@example.org\r\nRCPT TO:<b@c>",
                "\"\"@example.org",
                "a@exa mple.org",
                "a\u0000b@example.org",
                "a@[127.0.0.1]",
                "\"a\"b\"@example.org",
                "\"a\\\"@example.org"
            })
    void what_is_no_address_is_refused_with_a_reason(String text) {
        assertThatThrownBy(() -> EmailAddress.parse(text))
                .isInstanceOf(AddressSyntaxException.class)
                .satisfies(
                        refusal -> assertThat(refusal.getMessage()).isNotBlank().doesNotContain("\r", "\n", "\0"));
    }

    @Test
    void the_limits_of_rfc_5321_are_kept() throws Exception {
        String local = "a".repeat(LocalPart.MAX_OCTETS);
        assertThat(EmailAddress.parse(local + "@example.org").local().text()).hasSize(64);
        assertThatThrownBy(() -> EmailAddress.parse(local + "a@example.org"))
                .isInstanceOf(AddressSyntaxException.class);
        assertThatThrownBy(() -> EmailAddress.parse("é".repeat(33) + "@example.org"))
                .isInstanceOf(AddressSyntaxException.class);
        assertThat(DomainName.parse("a".repeat(63) + ".org").ascii()).hasSize(67);
        assertThatThrownBy(() -> DomainName.parse("a".repeat(64) + ".org")).isInstanceOf(AddressSyntaxException.class);
        assertThatThrownBy(() -> DomainName.parse("a.".repeat(200) + "org")).isInstanceOf(AddressSyntaxException.class);
    }

    @Test
    void addresses_of_one_account_fold_together() throws Exception {
        assertThat(EmailAddress.parse("ALICE@Bücher.example").folded())
                .isEqualTo(EmailAddress.parse("alice@xn--bcher-kva.example").folded());
        assertThat(EmailAddress.parse("e\u0301@example.org").folded())
                .isEqualTo(EmailAddress.parse("\u00C9@example.org").folded());
    }

    @Test
    void the_detail_is_what_stands_behind_the_first_plus() throws Exception {
        assertThat(LocalPart.parse("alice+news+more").withoutDetail()).contains(LocalPart.parse("alice"));
        assertThat(LocalPart.parse("alice").withoutDetail()).isEmpty();
        assertThat(LocalPart.parse("+alice").withoutDetail()).isEmpty();
    }

    @Test
    void random_octets_are_refused_or_make_an_address_that_survives_writing() {
        Random chance = new Random(5321);
        int accepted = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            byte[] octets = new byte[1 + chance.nextInt(20)];
            chance.nextBytes(octets);
            String text = chance.nextBoolean()
                    ? new String(octets, StandardCharsets.UTF_8)
                    : new String(octets, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "a");
            try {
                EmailAddress address = EmailAddress.parse(text + "@example.org");
                assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
                accepted++;
            } catch (AddressSyntaxException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(accepted).isPositive();
    }
}
