package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Fuzz;
import dev.posthaste.certificate.CertificateBundle.Parsed;
import dev.posthaste.certificate.TestAuthority.Issued;
import dev.posthaste.certificate.TestAuthority.Order;
import dev.posthaste.id.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateBundleTest {

    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final TestAuthority AUTHORITY = new TestAuthority(NOW);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RSA-2048", "P-256", "P-384", "Ed25519"})
    void every_supported_kind_of_key_is_read_from_pkcs8(String kind) {
        Issued issued =
                AUTHORITY.issue(Order.of("mail.example.org", "*.example.org").withKey(kind));

        CertificateBundle bundle = accepted(issued.chainPem(), issued.keyPem());

        assertThat(bundle.names()).extracting(Object::toString).containsExactly("mail.example.org", "*.example.org");
        assertThat(bundle.key()).isEqualTo(issued.key());
        assertThat(bundle.chain()).isEqualTo(issued.chain());
    }

    @ParameterizedTest
    @CsvSource({"RSA-2048,RSA PRIVATE KEY", "P-256,EC PRIVATE KEY", "P-384,EC PRIVATE KEY"})
    void the_older_forms_pkcs1_and_sec1_are_read(String kind, String label) throws IOException {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org").withKey(kind));

        CertificateBundle bundle = accepted(issued.chainPem(), Pem.print(label, traditional(issued.key())));

        assertThat(number(bundle.key())).isEqualTo(number(issued.key()));
    }

    @Test
    void text_around_the_blocks_and_ec_parameters_are_passed_over() throws IOException {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

        CertificateBundle bundle = accepted(
                "subject=/CN=leaf\r\n" + issued.chainPem().replace("\n", "\r\n"),
                parameters + Pem.print("EC PRIVATE KEY", traditional(issued.key())));

        assertThat(number(bundle.key())).isEqualTo(number(issued.key()));
    }

    @Test
    void it_tells_what_the_certificate_says() throws Exception {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));
        X509Certificate leaf = issued.chain().getFirst();

        CertificateBundle bundle = accepted(issued.chainPem(), issued.keyPem());

        assertThat(bundle.notBefore()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(bundle.notAfter()).isEqualTo(NOW.plus(Duration.ofDays(90)));
        assertThat(bundle.issuer()).isEqualTo("CN=Test Intermediate");
        assertThat(bundle.serial()).isEqualTo(leaf.getSerialNumber());
        assertThat(bundle.isSelfSigned()).isFalse();
        assertThat(bundle.fingerprint())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded())));
    }

    @Test
    void what_the_store_kept_is_the_same_bundle_even_when_expired() {
        Issued old = AUTHORITY.issue(Order.of("mail.example.org").until(Duration.ofDays(-1)));
        CertificateBundle before = old.bundle();

        CertificateBundle after = CertificateBundle.restore(before.chainPem(), before.privateKeyPem());

        assertThat(after.chain()).isEqualTo(before.chain());
        assertThat(after.key()).isEqualTo(before.key());
        assertThat(after.isValidAt(NOW)).isFalse();
    }

    @Test
    void a_damaged_row_of_the_store_is_a_bug_and_not_an_answer() {
        assertThatIllegalStateException().isThrownBy(() -> CertificateBundle.restore("", new Secret("")));
    }

    @Test
    void the_key_is_not_printed() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));
        CertificateBundle bundle = issued.bundle();
        String body =
                bundle.privateKeyPem().use(Function.identity()).lines().toList().get(1);

        Parsed parsed = CertificateBundle.parsePem(issued.chainPem(), new Secret(issued.keyPem()), NOW);

        assertThat(parsed + " " + bundle + " " + bundle.privateKeyPem()).doesNotContain(body);
    }

    @Test
    void a_chain_without_certificate_is_refused() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));

        assertThat(problem("", issued.keyPem())).isEqualTo(CertificateProblem.NO_CERTIFICATE);
        assertThat(problem(issued.keyPem(), issued.keyPem())).isEqualTo(CertificateProblem.NO_CERTIFICATE);
    }

    @Test
    void a_text_without_key_is_refused() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));

        assertThat(problem(issued.chainPem(), "")).isEqualTo(CertificateProblem.NO_KEY);
        assertThat(problem(issued.chainPem(), issued.chainPem())).isEqualTo(CertificateProblem.NO_KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-2048", "P-256", "Ed25519"})
    void a_key_of_another_certificate_is_refused(String otherKind) {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));
        Issued other = AUTHORITY.issue(Order.of("mail.example.org").withKey(otherKind));

        assertThat(problem(issued.chainPem(), other.keyPem())).isEqualTo(CertificateProblem.KEY_MISMATCH);
    }

    @Test
    void an_expired_certificate_is_refused() {
        Issued old = AUTHORITY.issue(Order.of("mail.example.org").until(Duration.ofSeconds(-1)));

        assertThat(problem(old.chainPem(), old.keyPem())).isEqualTo(CertificateProblem.EXPIRED);
    }

    @Test
    void a_chain_that_begins_with_the_authority_is_refused() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));

        assertThat(problem(Pem.print(issued.chain().reversed()), issued.keyPem()))
                .isEqualTo(CertificateProblem.CHAIN_OUT_OF_ORDER);
    }

    @Test
    void a_chain_with_a_gap_is_refused() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));
        X509Certificate leaf = issued.chain().getFirst();
        X509Certificate namesake =
                new TestAuthority(NOW).issue(Order.of("x.example")).chain().get(1);

        assertThat(problem(Pem.print(List.of(leaf, AUTHORITY.root())), issued.keyPem()))
                .isEqualTo(CertificateProblem.CHAIN_OUT_OF_ORDER);
        assertThat(problem(Pem.print(List.of(leaf, namesake)), issued.keyPem()))
                .as("an authority of the same name with another key")
                .isEqualTo(CertificateProblem.CHAIN_OUT_OF_ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA-1024", "P-521", "Ed448", "DSA-2048"})
    void weak_and_uncommon_keys_are_refused(String kind) {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org").withKey(kind));

        assertThat(problem(issued.chainPem(), issued.keyPem())).isEqualTo(CertificateProblem.UNSUPPORTED_KEY);
    }

    @Test
    void a_certificate_without_dns_name_is_refused() {
        Issued issued = AUTHORITY.issue(Order.of());

        assertThat(problem(issued.chainPem(), issued.keyPem())).isEqualTo(CertificateProblem.NO_DNS_NAME);
    }

    @Test
    void more_than_any_chain_needs_is_refused() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));

        assertThat(problem(issued.chainPem().repeat(6), issued.keyPem())).isEqualTo(CertificateProblem.TOO_LONG);
        assertThat(problem(issued.chainPem(), " ".repeat(CertificateBundle.MAX_PEM_CHARACTERS + 1)))
                .isEqualTo(CertificateProblem.TOO_LONG);
    }

    @Test
    void damaged_text_is_refused_and_never_an_unchecked_exception() {
        Issued issued = AUTHORITY.issue(Order.of("mail.example.org"));
        Random chance = new Random(20260501);
        int refused = 0;
        for (int i = 0; i < Fuzz.CASES; i++) {
            String chain = damage(issued.chainPem(), chance);
            String key = damage(issued.keyPem(), chance);
            Parsed parsed = CertificateBundle.parsePem(chain, new Secret(key), NOW);
            refused += parsed instanceof Parsed.Refused ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(Fuzz.CASES * 3 / 4);
    }

    @ParameterizedTest
    @CsvSource({
        "genrsa -traditional -out key.pem 2048,false",
        "genrsa -aes128 -passout pass:secret -out key.pem 2048,true",
        "genrsa -traditional -aes128 -passout pass:secret -out key.pem 2048,true",
        "ecparam -genkey -name prime256v1 -out key.pem,false",
        "ecparam -genkey -name secp384r1 -out key.pem,false",
        "genpkey -algorithm ed25519 -out key.pem,false"
    })
    void what_openssl_writes_is_read(String command, boolean encrypted) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        openssl(command);
        openssl("req -new -x509 -key key.pem -passin pass:secret -out cert.pem -days 3650 -subj /CN=x"
                + " -addext subjectAltName=DNS:mail.example.org");
        String chain = Files.readString(folder.resolve("cert.pem"));
        String key = Files.readString(folder.resolve("key.pem"));

        if (encrypted) {
            assertThat(problem(chain, key)).isEqualTo(CertificateProblem.ENCRYPTED_KEY);
        } else {
            assertThat(accepted(chain, key).isSelfSigned()).isTrue();
        }
    }

    private void openssl(String arguments) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(("openssl " + arguments).split(" "));
        process.directory(folder.toFile()).redirectErrorStream(true);
        Process running = process.start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
    }

    private static String damage(String text, Random chance) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = chance.nextInt(4); i >= 0; i--) {
            damaged.setCharAt(chance.nextInt(damaged.length()), (char) (32 + chance.nextInt(95)));
        }
        return damaged.substring(0, chance.nextInt(4) == 0 ? chance.nextInt(damaged.length()) : damaged.length());
    }

    /** What makes the key, whatever else its encoding holds. */
    private static BigInteger number(PrivateKey key) {
        return key instanceof java.security.interfaces.ECPrivateKey ec
                ? ec.getS()
                : ((RSAPrivateKey) key).getPrivateExponent();
    }

    private static byte[] traditional(PrivateKey key) throws IOException {
        PrivateKeyInfo info = PrivateKeyInfo.getInstance(key.getEncoded());
        if (key instanceof java.security.interfaces.ECPrivateKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return new ECPrivateKey(
                            bits, ec.getS(), info.getPrivateKeyAlgorithm().getParameters())
                    .getEncoded();
        }
        return info.parsePrivateKey().toASN1Primitive().getEncoded();
    }

    private static CertificateBundle accepted(String chain, String key) {
        Parsed parsed = CertificateBundle.parsePem(chain, new Secret(key), NOW);
        assertThat(parsed).isInstanceOf(Parsed.Complete.class);
        return ((Parsed.Complete) parsed).bundle();
    }

    private static CertificateProblem problem(String chain, String key) {
        Parsed parsed = CertificateBundle.parsePem(chain, new Secret(key), NOW);
        assertThat(parsed).isInstanceOf(Parsed.Refused.class);
        return ((Parsed.Refused) parsed).problem();
    }
}
