package dev.posthaste.senderauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyHashTest {

    /** SHA-256 of an empty input (RFC 6376 section 3.4.4 on empty bodies). */
    private static final String OF_NOTHING = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void an_empty_body_and_a_body_of_empty_lines_are_the_hash_of_nothing() {
        assertThat(hash("")).isEqualTo(OF_NOTHING);
        assertThat(hash("\r\n\r\n")).isEqualTo(OF_NOTHING);
        assertThat(hash(" \t\r\n \r\n\t")).isEqualTo(OF_NOTHING);
    }

    @Test
    void the_example_of_rfc_6376_section_3_4_5() {
        assertThat(hash(" C \r\nD \t E\r\n\r\n\r\n")).isEqualTo(sha256(" C\r\nD E\r\n"));
    }

    @Test
    void a_last_line_without_its_end_gets_one() {
        assertThat(hash("no break")).isEqualTo(sha256("no break\r\n"));
        assertThat(hash("text\r\n   ")).isEqualTo(sha256("text\r\n"));
    }

    @Test
    void empty_lines_within_the_body_count() {
        assertThat(hash("a\r\n\r\n \r\nb\r\n\r\n")).isEqualTo(sha256("a\r\n\r\n\r\nb\r\n"));
    }

    @Test
    void a_bare_cr_or_lf_counts_as_the_space_that_is_sent_in_its_place() {
        assertThat(hash("a\nb\rc\r\r\nd\n\r\ne\r")).isEqualTo(sha256("a b c\r\nd\r\ne\r\n"));
    }

    @Test
    void the_size_of_the_pieces_does_not_matter() {
        String body = "A  line \r\n\r\n\tof it\r\n \r\n" + "x y\t\r\n".repeat(3000) + "\r\n\r\n";
        byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        BodyHash byteByByte = new BodyHash();
        for (int i = 0; i < octets.length; i++) {
            byteByByte.update(octets, i, 1);
        }
        assertThat(byteByByte.finish()).isEqualTo(new BodyHash().update(octets).finish());
        assertThat(hash(body)).isEqualTo(sha256(DkimVerifier.canonicalBody(body)));
    }

    @Test
    void random_bodies_hash_as_the_verifier_canonicalises_them() {
        Random random = new Random(6376);
        String[] pieces = {"a", "\u00e9", " ", "\t", "\r\n", "\r\n", ".", "  "};
        for (int i = 0; i < Fuzz.CASES; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(hash(body.toString()))
                    .as("body <%s>", body)
                    .isEqualTo(sha256(DkimVerifier.canonicalBody(body.toString())));
        }
    }

    private static String hash(String body) {
        return new BodyHash()
                .update(body.getBytes(StandardCharsets.ISO_8859_1))
                .finish()
                .base64();
    }

    private static String sha256(String canonical) {
        byte[] octets = canonical.getBytes(StandardCharsets.ISO_8859_1);
        return Base64.getEncoder().encodeToString(BodyHash.sha256().digest(octets));
    }
}
