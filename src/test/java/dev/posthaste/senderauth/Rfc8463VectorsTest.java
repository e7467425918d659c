package dev.posthaste.senderauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * RFC 8463 appendix A: its message, its two keys, its two signatures. Both algorithms are deterministic, so the same
 * key over the same canonical data gives the same octets.
 */
class Rfc8463VectorsTest {

    private static final DomainName DOMAIN = DomainName.of("football.example.com");

    private static final String EDWARDS_FIELD = """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            """;

    private static final String RSA_FIELD = """
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            """;

    private static final String HEADER = """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>
            """;

    private static final String BODY = """
            Hi.

            We lost the game.  Are you hungry yet?

            Joe.
            """;

    /** PKCS #1, the format of openssl. */
    private static final String RSA_SECRET = """
            MIICXQIBAAKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQi
            Y/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqM
            KrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB
            AoGAH0cxOhFZDgzXWhDhnAJDw5s4roOXN4OhjiXa8W7Y3rhX3FJqmJSPuC8N9vQm
            6SVbaLAE4SG5mLMueHlh4KXffEpuLEiNp9Ss3O4YfLiQpbRqE7Tm5SxKjvvQoZZe
            zHorimOaChRL2it47iuWxzxSiRMv4c+j70GiWdxXnxe4UoECQQDzJB/0U58W7RZy
            6enGVj2kWF732CoWFZWzi1FicudrBFoy63QwcowpoCazKtvZGMNlPWnC7x/6o8Gc
            uSe0ga2xAkEA8C7PipPm1/1fTRQvj1o/dDmZp243044ZNyxjg+/OPN0oWCbXIGxy
            WvmZbXriOWoSALJTjExEgraHEgnXssuk7QJBALl5ICsYMu6hMxO73gnfNayNgPxd
            WFV6Z7ULnKyV7HSVYF0hgYOHjeYe9gaMtiJYoo0zGN+L3AAtNP9huqkWlzECQE1a
            licIeVlo1e+qJ6Mgqr0Q7Aa7falZ448ccbSFYEPD6oFxiOl9Y9se9iYHZKKfIcst
            o7DUw1/hz2Ck4N5JrgUCQQCyKveNvjzkkd8HjYs0SwM0fPjK16//5qDZ2UiDGnOe
            uEzxBDAr518Z8VFbR41in3W4Y3yCDgQlLlcETrS+zYcL
            """;

    private static final String RSA_PUBLISHED = "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRi"
            + "Gs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3"
            + "rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    private static final String EDWARDS_PUBLISHED =
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @Test
    void the_body_hash_is_the_rfcs() {
        assertThat(new BodyHash().update(wire(BODY)).finish().base64())
                .isEqualTo("2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
    }

    @Test
    void the_signatures_are_the_rfcs() throws DkimKeyException {
        assertThat(signature(edwardsKey(), EDWARDS_FIELD)).isEqualTo(value(EDWARDS_FIELD));
        assertThat(signature(rsaKey(), RSA_FIELD)).isEqualTo(value(RSA_FIELD));
    }

    @Test
    void the_published_keys_are_the_rfcs() throws DkimKeyException {
        assertThat(edwardsKey().publicRecord().replace("h=sha256; ", "")).isEqualTo(EDWARDS_PUBLISHED);
        assertThat(rsaKey().publicRecord().replace("h=sha256; ", "")).isEqualTo(RSA_PUBLISHED);
    }

    @Test
    void the_verifier_of_these_tests_accepts_the_rfcs_message() throws GeneralSecurityException {
        DkimVerifier verifier = new DkimVerifier(Map.of(
                "brisbane._domainkey.football.example.com", EDWARDS_PUBLISHED,
                "test._domainkey.football.example.com", RSA_PUBLISHED));
        assertThat(verifier.verify(wire(EDWARDS_FIELD + RSA_FIELD + HEADER + "\n" + BODY)))
                .containsExactly("pass", "pass");
    }

    // Canonical fields in the order of the example's h=, which differs from ours.
    private static String signature(DkimKey key, String field) {
        List<Field> fields = new ArrayList<>(Field.all(wire(HEADER)));
        StringBuilder signed = new StringBuilder();
        fields.forEach(each -> signed.append(each.canonical()).append("\r\n"));
        String unsigned = field.replaceAll("(?s)( b=).*", "$1").replace("\n", "\r\n");
        signed.append(Field.of("DKIM-Signature", unsigned.substring(unsigned.indexOf(':') + 1))
                .canonical());
        return Base64.getEncoder().encodeToString(key.sign(signed.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static String value(String field) {
        return field.substring(field.indexOf(" b=") + 3).replaceAll("\\s", "");
    }

    private static DkimKey edwardsKey() throws DkimKeyException {
        byte[] seed = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");
        byte[] prefix = {0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20};
        return DkimKey.read(DOMAIN, Selector.of("brisbane"), DkimAlgorithm.ED25519_SHA256, join(prefix, seed));
    }

    private static DkimKey rsaKey() throws DkimKeyException {
        byte[] pkcs1 = Base64.getMimeDecoder().decode(RSA_SECRET);
        byte[] algorithm = {
            2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
        };
        byte[] octets = join(new byte[] {4, (byte) 0x82, (byte) (pkcs1.length >> 8), (byte) pkcs1.length}, pkcs1);
        byte[] content = join(algorithm, octets);
        byte[] head = {0x30, (byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return DkimKey.read(DOMAIN, Selector.of("test"), DkimAlgorithm.RSA_SHA256, join(head, content));
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }

    private static byte[] wire(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
