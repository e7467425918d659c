package dev.posthaste.senderauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.address.DomainName;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DkimKeyTest {

    private static final DomainName DOMAIN = DomainName.of("example.org");
    private static final Selector SELECTOR = Selector.of("s1");

    @ParameterizedTest
    @EnumSource
    void a_key_that_was_stored_is_the_same_key(DkimAlgorithm algorithm) throws DkimKeyException {
        DkimKey key = DkimKey.generate(DOMAIN, SELECTOR, algorithm);
        DkimKey again = DkimKey.read(DOMAIN, SELECTOR, algorithm, key.pkcs8());
        byte[] data = "data".getBytes(StandardCharsets.US_ASCII);
        assertThat(again.sign(data)).isEqualTo(key.sign(data));
        assertThat(again.publicRecord()).isEqualTo(key.publicRecord());
        assertThat(key.name()).isEqualTo(DomainName.of("s1._domainkey.example.org"));
    }

    @ParameterizedTest
    @EnumSource
    void a_private_key_cannot_be_printed(DkimAlgorithm algorithm) throws DkimKeyException {
        DkimKey key = DkimKey.generate(DOMAIN, SELECTOR, algorithm);
        assertThat(key).hasToString("DkimKey[s1._domainkey.example.org, " + algorithm.tag() + "]");
    }

    @Test
    void an_ed25519_key_is_published_as_its_bare_32_octets() throws DkimKeyException {
        DkimKey key = DkimKey.generate(DOMAIN, SELECTOR, DkimAlgorithm.ED25519_SHA256);
        String published = key.publicRecord().replace("v=DKIM1; h=sha256; k=ed25519; p=", "");
        assertThat(Base64.getDecoder().decode(published)).hasSize(32);
    }

    @ParameterizedTest
    @EnumSource
    void the_public_part_is_a_subject_public_key_info(DkimAlgorithm algorithm) throws Exception {
        DkimKey key = DkimKey.generate(DOMAIN, SELECTOR, algorithm);
        KeyFactory keys = KeyFactory.getInstance(algorithm == DkimAlgorithm.RSA_SHA256 ? "RSA" : "Ed25519");
        assertThat(keys.generatePublic(new X509EncodedKeySpec(key.publicKey())).getEncoded())
                .isEqualTo(key.publicKey());
    }

    @Test
    void a_weak_rsa_key_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        byte[] weak = generator.generateKeyPair().getPrivate().getEncoded();
        assertThatThrownBy(() -> DkimKey.read(DOMAIN, SELECTOR, DkimAlgorithm.RSA_SHA256, weak))
                .isInstanceOf(DkimKeyException.class)
                .hasMessageContaining("1024");
    }

    @Test
    void octets_that_are_no_key_are_refused() throws DkimKeyException {
        byte[] edwards =
                DkimKey.generate(DOMAIN, SELECTOR, DkimAlgorithm.ED25519_SHA256).pkcs8();
        assertThatThrownBy(() -> DkimKey.read(DOMAIN, SELECTOR, DkimAlgorithm.RSA_SHA256, edwards))
                .isInstanceOf(DkimKeyException.class);
        assertThatThrownBy(() -> DkimKey.read(DOMAIN, SELECTOR, DkimAlgorithm.ED25519_SHA256, new byte[5]))
                .isInstanceOf(DkimKeyException.class);
    }

    @Test
    void a_name_that_no_dns_can_hold_is_refused() {
        DomainName longest = DomainName.of("a.".repeat(124) + "abcde");
        assertThatThrownBy(() -> DkimKey.generate(longest, SELECTOR, DkimAlgorithm.ED25519_SHA256))
                .isInstanceOf(DkimKeyException.class);
    }
}
