package dev.posthaste.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Addresses and names made of hostile pieces: whatever is parsed can be written and parsed again. */
class AddressFuzzTest {

    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        "-",
        "--",
        "_",
        ".",
        "..",
        "@",
        "+",
        "\"",
        "\\",
        " ",
        "\t",
        "<",
        ">",
        "(",
        ",",
        ":",
        ";",
        "[",
        "]",
        "xn--",
        "xn--bcher-kva",
        "b\u00FCcher",
        "\u00DF",
        "\u0130",
        "\u212A",
        "\u037E",
        "\u3002",
        "\uFF0E",
        "\u00AD",
        "\u200D",
        "\u0301",
        "e\u0301",
        "\u1FEF",
        "\uD83D\uDE00",
        "\uD83D",
        "\uDE00",
        "\u2028",
        "\0",
        "\r",
        "\n",
        "\u007F",
        "\u0085",
        "\u0627",
        "\u4F60",
        "example",
        "org",
        "aaaaaaaaaaaaaaaaaaaa"
    };

    @Test
    void a_domain_name_that_is_read_is_the_same_in_a_labels_in_u_labels_and_written_again() {
        Fuzz.cases(5890, chance -> {
            String text = Fuzz.text(chance, 12, PIECES);
            try {
                DomainName name = DomainName.parse(text);
                assertThat(DomainName.parse(name.ascii())).isEqualTo(name);
                assertThat(DomainName.parse(name.toString().toUpperCase(Locale.ROOT)))
                        .isEqualTo(name);
                assertThat(DomainName.parse(name.unicode())).isEqualTo(name);
                assertThat(name.ascii())
                        .hasSizeLessThanOrEqualTo(DomainName.MAX_OCTETS)
                        .matches("[a-z0-9._-]+");
            } catch (AddressSyntaxException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void an_address_that_is_read_is_written_within_its_limits_and_read_again() {
        Fuzz.cases(5321, chance -> {
            try {
                EmailAddress address = EmailAddress.parse(address(chance));
                String written = address.toString();
                assertThat(EmailAddress.parse(written)).isEqualTo(address);
                assertThat(written.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(EmailAddress.MAX_OCTETS);
                assertThat(written.codePoints()).noneMatch(Character::isISOControl);
                assertThat(EmailAddress.parse(address.folded().replace("\\", "\\\\"))
                                .folded())
                        .isNotBlank();
            } catch (AddressSyntaxException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void two_spellings_of_one_address_are_folded_alike() {
        Fuzz.cases(6531, chance -> {
            try {
                EmailAddress address = EmailAddress.parse(address(chance));
                EmailAddress shouted = new EmailAddress(
                        new LocalPart(address.local().folded()),
                        DomainName.parse(address.domain().unicode()));
                assertThat(shouted.folded()).isEqualTo(address.folded());
            } catch (AddressSyntaxException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void an_address_near_its_greatest_length_is_refused_or_survives_writing() {
        int[] accepted = new int[1];
        Fuzz.cases(254, chance -> {
            String local =
                    "\"" + "a".repeat(chance.nextInt(58)) + Fuzz.text(chance, 3, " ", "\u00E4", "\\\\", "a") + "\"";
            String domain = "b".repeat(60) + ("." + "\u00FC" + "c".repeat(chance.nextInt(1, 52))).repeat(3);
            try {
                EmailAddress address = EmailAddress.parse(local + "@" + domain);
                assertThat(EmailAddress.parse(address.toString())).isEqualTo(address);
                accepted[0]++;
            } catch (AddressSyntaxException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
        assertThat(accepted[0]).isBetween(Fuzz.CASES / 20, Fuzz.CASES * 19 / 20);
    }

    @Test
    void an_address_that_only_its_a_labels_make_too_long_is_refused() {
        String text = new String(Fuzz.find("address-that-grows-in-a-labels.txt"), StandardCharsets.UTF_8);
        assertThat(text).hasSizeLessThanOrEqualTo(EmailAddress.MAX_OCTETS);
        assertThatThrownBy(() -> EmailAddress.parse(text)).isInstanceOf(AddressSyntaxException.class);
    }

    private static String address(Random chance) {
        String local = Fuzz.text(chance, 6, PIECES);
        String quoted = chance.nextInt(3) == 0 ? '"' + local + '"' : local;
        String domain = chance.nextBoolean() ? "example.org" : Fuzz.text(chance, 16, PIECES);
        return quoted + "@" + domain;
    }
}
