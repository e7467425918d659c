package dev.posthaste.senderauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DkimSignerTest {

    private static final DomainName DOMAIN = DomainName.of("football.example.com");

    private static final String HEADER = """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner
             ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>
            List-Unsubscribe: <https://example.com/u/1>
            X-Campaign: 7
            """.replace("\n", "\r\n");

    private static final String BODY = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

    private static DkimKey rsa;
    private static DkimKey edwards;
    private static DkimVerifier verifier;

    private final DkimSigner signer = new DkimSigner(() -> Instant.ofEpochSecond(1_528_637_909));

    @BeforeAll
    static void makeKeys() throws DkimKeyException {
        rsa = DkimKey.generate(DOMAIN, Selector.of("r1"), DkimAlgorithm.RSA_SHA256);
        edwards = DkimKey.generate(DOMAIN, Selector.of("e1"), DkimAlgorithm.ED25519_SHA256);
        verifier = new DkimVerifier(
                Map.of(rsa.name().ascii(), rsa.publicRecord(), edwards.name().ascii(), edwards.publicRecord()));
    }

    @Test
    void both_algorithms_sign_what_a_verifier_accepts() throws GeneralSecurityException {
        assertThat(verdicts(signed())).containsExactly("pass", "pass");
    }

    @Test
    void what_relays_do_leaves_the_signatures_valid() throws GeneralSecurityException {
        assertThat(verdicts("Received: by relay\r\n" + signed())).containsExactly("pass", "pass");
        assertThat(verdicts(signed().replace("Subject: Is", "SUBJECT :\r\n\tIs") + "  \r\n\r\n"))
                .containsExactly("pass", "pass");
        assertThat(verdicts(signed().replace("To: Suzie", "List-Id: <news.example.com>\r\nTo: Suzie")))
                .containsExactly("pass", "pass");
    }

    @Test
    void a_field_that_is_added_changed_or_doubled_breaks_them() throws GeneralSecurityException {
        for (String forged : List.of(
                signed().replace("\r\nFrom: ", "\r\nFrom: Mallory <m@evil.example>\r\nFrom: "),
                signed().replace("\r\nTo: ", "\r\nCc: extra@evil.example\r\nTo: "),
                signed().replace("\r\nTo: ", "\r\nReply-To: m@evil.example\r\nTo: "),
                signed().replace("\r\nTo: ", "\r\nContent-Type: text/html\r\nTo: "),
                signed().replace("\r\nTo: ", "\r\nList-Unsubscribe: <https://evil.example/>\r\nTo: "),
                signed().replace("dinner", "supper"))) {
            assertThat(verdicts(forged)).containsExactly("signature", "signature");
        }
        assertThat(verdicts(signed() + "P.S.\r\n")).containsExactly("body", "body");
    }

    @Test
    void from_is_named_once_more_than_it_occurs_and_length_is_never_limited() {
        String fields = signature();
        assertThat(fields.replaceAll("\\s", ""))
                .contains("h=from:from:to:to:cc:subject:subject:date:date:message-id:message-id:reply-to:")
                .contains("list-unsubscribe:list-unsubscribe;bh=")
                .contains("t=1528637909;")
                .doesNotContain("x-campaign")
                .doesNotContain("l=");
    }

    @Test
    void no_line_is_longer_than_78_columns_and_each_ends_in_crlf() {
        String fields = signature();
        assertThat(fields).endsWith("\r\n").doesNotContain("\n\n");
        assertThat(fields.split("\r\n")).allSatisfy(line -> {
            assertThat(line)
                    .hasSizeLessThanOrEqualTo(SignatureField.MAX_COLUMNS)
                    .doesNotContain("\n", "\r");
            assertThat(line).matches("DKIM-Signature: v=1; .*|\t\\S.*");
        });
    }

    @Test
    void a_header_with_stray_line_breaks_is_signed_as_it_is_sent() throws GeneralSecurityException {
        String stray = "From: joe@football.example.com\r\nSubject: a\nb\rc\r\n";
        String field = sign(stray, "x\ny\r\n");
        assertThat(verdicts(field + stray.replace("a\nb\rc", "a b c") + "\r\nx y\r\n"))
                .containsExactly("pass", "pass");
    }

    @Test
    void octets_above_ascii_and_a_message_without_from_are_signed() throws GeneralSecurityException {
        String header = "Subject: na\u00c3\u00afve\r\n";
        assertThat(verdicts(sign(header, "\u00ff") + header + "\r\n\u00ff")).containsExactly("pass", "pass");
    }

    @Test
    void a_flood_of_fields_is_signed_without_a_quadratic_search() throws GeneralSecurityException {
        String flood = "To: a@example.org\r\n".repeat(20_000);
        assertThat(sign(flood, "")).contains("to:to:to:");
    }

    private static List<String> verdicts(String message) throws GeneralSecurityException {
        return verifier.verify(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String signed() {
        return signature() + HEADER + "\r\n" + BODY;
    }

    private String signature() {
        return sign(HEADER, BODY);
    }

    private String sign(String header, String body) {
        BodyHash.Digest digest = new BodyHash()
                .update(body.getBytes(StandardCharsets.ISO_8859_1))
                .finish();
        byte[] fields = signer.sign(header.getBytes(StandardCharsets.ISO_8859_1), digest, List.of(rsa, edwards));
        return new String(fields, StandardCharsets.US_ASCII);
    }
}
