package dev.posthaste.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Received field, printed from an origin. */
class TraceFieldsTest {

    private final TraceFields fields = new TraceFields(DomainName.of("mx.here.test"));

    @ParameterizedTest
    @CsvSource({
        "MX, HELO, CLEAR, NOBODY, ANY, SMTP",
        "MX, EHLO, CLEAR, NOBODY, ANY, ESMTP",
        "MX, EHLO, TLS, NOBODY, ANY, ESMTPS",
        "MX, EHLO, TLS, NOBODY, UTF8, UTF8SMTPS",
        "SUBMISSION, EHLO, TLS, ACCOUNT, ANY, ESMTPSA",
        "SUBMISSION, EHLO, CLEAR, ACCOUNT, ANY, ESMTPA",
        "SUBMISSION, HELO, TLS, ACCOUNT, ANY, SMTP",
        "SUBMISSION, EHLO, TLS, ACCOUNT, UTF8, UTF8SMTPSA",
        "LMTP, LHLO, CLEAR, NOBODY, ANY, LMTP",
        "LMTP, LHLO, CLEAR, NOBODY, UTF8, UTF8LMTP",
        "REST, NONE, CLEAR, ACCOUNT, ANY, HTTP",
        "GRPC, NONE, CLEAR, ACCOUNT, ANY, GRPC",
        "SYSTEM, NONE, CLEAR, NOBODY, ANY, local",
    })
    void the_protocol_is_named_as_rfc_3848_and_rfc_6531_do(
            Origin.Entrance entrance,
            Origin.Greeting greeting,
            String security,
            String principal,
            Acceptance.Transport transport,
            String with) {
        Origin origin = new Origin(
                entrance,
                new Origin.Peer("192.0.2.7", "c.example", greeting),
                security.equals("TLS")
                        ? new Origin.Security.Tls("TLSv1.3", "TLS_AES_128_GCM_SHA256")
                        : new Origin.Security.Clear(),
                principal.equals("ACCOUNT")
                        ? new Origin.Authenticated.Account(
                                new AccountId(new UUID(0, 1)),
                                MemoryIntake.account("alice").address())
                        : new Origin.Authenticated.Nobody(),
                Origin.Request.NONE);
        assertThat(received(origin, transport)).contains("\tby mx.here.test with " + with + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "MX, 192.0.2.7, c.example, c.example ([192.0.2.7])",
        "MX, 2001:db8::1, c.example, c.example ([IPv6:2001:db8::1])",
        "MX, 192.0.2.7, my_é!, my_?! ([192.0.2.7])",
        "REST, 192.0.2.7, '', [192.0.2.7]",
        "SYSTEM, '', '', mx.here.test (notice)",
    })
    void the_client_is_named_with_its_address(Origin.Entrance entrance, String address, String hello, String from) {
        Origin origin = new Origin(
                entrance,
                new Origin.Peer(address, hello, Origin.Greeting.EHLO),
                new Origin.Security.Clear(),
                new Origin.Authenticated.Nobody(),
                Origin.Request.NONE);
        assertThat(received(origin, Acceptance.Transport.ANY)).startsWith("Received: from " + from + "\r\n");
    }

    private String received(Origin origin, Acceptance.Transport transport) {
        return new String(fields.received(origin, transport, new EmailId(new UUID(0, 1)), Instant.EPOCH), UTF_8);
    }
}
