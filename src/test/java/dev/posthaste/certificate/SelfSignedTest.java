package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthaste.certificate.CertificateBundle.Parsed;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfSignedTest {

    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private final SelfSigned selfSigned = new SelfSigned(() -> NOW, new SecureRandom());

    @Test
    void it_vouches_for_itself_for_ten_years() throws Exception {
        CertificateBundle bundle = selfSigned.generate(names("mail.example.org", "*.example.org"));

        X509Certificate certificate = bundle.leaf();
        certificate.verify(certificate.getPublicKey());
        assertThat(bundle.isSelfSigned()).isTrue();
        assertThat(bundle.isValidAt(NOW.minus(Duration.ofHours(23)))).isTrue();
        assertThat(bundle.isValidAt(NOW.plus(Duration.ofDays(3650)))).isTrue();
        assertThat(bundle.isValidAt(NOW.plus(Duration.ofDays(3660)))).isFalse();
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void it_can_be_kept_and_read_again() throws Exception {
        CertificateBundle bundle = selfSigned.generate(names("mail.example.org", "*.example.org"));

        Parsed parsed = CertificateBundle.parsePem(bundle.chainPem(), bundle.privateKeyPem(), NOW);

        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Parsed.Complete.class,
                        complete -> assertThat(complete.bundle().names()).isEqualTo(bundle.names()));
    }

    @Test
    void localhost_has_its_two_loopback_addresses() throws Exception {
        X509Certificate local = selfSigned.generate(names("localhost")).leaf();
        X509Certificate other = selfSigned.generate(names("mail.example.org")).leaf();

        assertThat(local.getSubjectAlternativeNames())
                .extracting(entry -> String.valueOf(entry.get(1)))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(other.getSubjectAlternativeNames()).hasSize(1);
    }

    @Test
    void two_certificates_for_one_name_differ_in_key_serial_and_subject() throws Exception {
        X509Certificate one = selfSigned.generate(names("localhost")).leaf();
        X509Certificate two = selfSigned.generate(names("localhost")).leaf();

        assertThat(one.getPublicKey()).isNotEqualTo(two.getPublicKey());
        assertThat(one.getSerialNumber()).isNotEqualTo(two.getSerialNumber());
        assertThat(one.getSubjectX500Principal()).isNotEqualTo(two.getSubjectX500Principal());
    }

    @Test
    void no_name_is_a_bug() {
        assertThatIllegalArgumentException().isThrownBy(() -> selfSigned.generate(List.of()));
    }

    private static List<CertificateName> names(String... texts) throws Exception {
        List<CertificateName> names = new ArrayList<>();
        for (String text : texts) {
            names.add(CertificateName.parse(text));
        }
        return names;
    }
}
