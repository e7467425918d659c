package dev.posthaste.senderauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.address.DomainName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stored keys and untrusted headers. */
class SigningFuzzTest {

    private static final DomainName DOMAIN = DomainName.of("example.org");

    @Test
    void a_stored_key_that_is_damaged_is_a_key_of_its_kind_or_refused() throws DkimKeyException {
        byte[] rsa = DkimKey.generate(DOMAIN, Selector.of("r"), DkimAlgorithm.RSA_SHA256)
                .pkcs8();
        byte[] edwards = DkimKey.generate(DOMAIN, Selector.of("e"), DkimAlgorithm.ED25519_SHA256)
                .pkcs8();
        Fuzz.cases(6376, chance -> {
            DkimAlgorithm algorithm = Fuzz.oneOf(chance, DkimAlgorithm.values());
            byte[] stored = Fuzz.damaged(chance, chance.nextBoolean() ? rsa : edwards);
            try {
                DkimKey key = DkimKey.read(DOMAIN, Selector.of("s"), algorithm, stored);
                assertThat(key.publicRecord()).startsWith("v=DKIM1; h=sha256; k=" + algorithm.keyType() + "; p=");
            } catch (DkimKeyException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        });
    }

    @Test
    void every_field_of_any_header_has_one_relaxed_form() {
        Fuzz.cases(6377, chance -> {
            String header = Fuzz.text(
                    chance, 14, "From", ":", " ", "\t", "\r\n", "\r\n ", "\r\n\t", "\r", "\n", "a", "X-Y", "\u00E4",
                    "\0", "=");
            List<Field> fields = Field.all(header.getBytes(ISO_8859_1));
            for (Field field : fields) {
                assertThat(field.canonical()).doesNotContain("\r", "\n", "\t", "  ");
                assertThat(field.value()).isEqualTo(field.value().strip());
                assertThat(Field.of(field.name(), field.value())).isEqualTo(field);
            }
        });
    }

    @Test
    void what_has_a_line_break_in_its_name_is_no_field() {
        assertThat(Field.all(Fuzz.find("name-of-a-field-with-a-bare-lf.eml")))
                .containsExactly(new Field("to", "c@d.test"));
    }
}
