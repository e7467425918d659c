package dev.posthaste.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.posthaste.address.DomainName;
import dev.posthaste.certificate.TestAuthority.Order;
import dev.posthaste.id.TenantId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real handshakes between the JDK's client and a Vert.x port on the loopback. */
class SniKeyManagerTest {

    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00Z");
    private static final TestAuthority AUTHORITY = new TestAuthority(NOW);
    private static final String TLS_1_3 = "TLSv1.3";
    private static final String TLS_1_2 = "TLSv1.2";

    private final AtomicReference<Instant> clock = new AtomicReference<>(NOW);
    private final CertificateBundle fallback = new SelfSigned(clock::get, new SecureRandom())
            .generate(List.of(new CertificateName.Exact(DomainName.of("localhost"))));
    private final SniKeyManager presented = new SniKeyManager(fallback, clock::get);
    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        NetServerOptions options = new NetServerOptions().setHost("127.0.0.1").setPort(0);
        NetServer server = vertx.createNetServer(new ServerTls(presented).implicit(options))
                .connectHandler(socket -> socket.end(Buffer.buffer("hello")));
        port = server.listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void the_exact_name_goes_before_the_wildcard_and_the_wildcard_before_the_fallback() throws Exception {
        CertificateBundle exact = issue(Order.of("mail.example.org"));
        CertificateBundle wildcard = issue(Order.of("*.example.org"));
        presented.present(List.of(wildcard, exact));

        assertThat(shown("mail.example.org", TLS_1_3)).isEqualTo(exact.leaf());
        assertThat(shown("MAIL.Example.ORG", TLS_1_3)).isEqualTo(exact.leaf());
        assertThat(shown("imap.example.org", TLS_1_3)).isEqualTo(wildcard.leaf());
        assertThat(shown("example.org", TLS_1_3)).isEqualTo(fallback.leaf());
        assertThat(shown("a.b.example.org", TLS_1_3)).isEqualTo(fallback.leaf());
        assertThat(shown("other.example", TLS_1_3)).isEqualTo(fallback.leaf());
        assertThat(shown("", TLS_1_3)).isEqualTo(fallback.leaf());
    }

    @Test
    void tls_1_2_chooses_alike() throws Exception {
        CertificateBundle exact = issue(Order.of("mail.example.org"));
        presented.present(List.of(exact));

        assertThat(shown("mail.example.org", TLS_1_2)).isEqualTo(exact.leaf());
        assertThat(shown("other.example", TLS_1_2)).isEqualTo(fallback.leaf());
    }

    @Test
    void every_supported_kind_of_key_completes_a_handshake() throws Exception {
        for (String kind : List.of("RSA-2048", "P-256", "P-384", "Ed25519")) {
            CertificateBundle bundle = issue(Order.of("mail.example.org").withKey(kind));
            presented.present(List.of(bundle));

            assertThat(shown("mail.example.org", TLS_1_3)).as(kind).isEqualTo(bundle.leaf());
            assertThat(shown("mail.example.org", TLS_1_2)).as(kind).isEqualTo(bundle.leaf());
        }
    }

    @Test
    void an_uploaded_certificate_is_shown_without_restart_and_a_deleted_one_no_longer() throws Exception {
        assertThat(shown("mail.example.org", TLS_1_3)).isEqualTo(fallback.leaf());

        InMemoryCertificateStore store = new InMemoryCertificateStore();
        TenantId tenant = new TenantId(UUID.randomUUID());
        ServedCertificates served = new ServedCertificates(store, new OwnNames(NoTenants.HERE, tenant), presented);
        CertificateId id = new CertificateId(UUID.randomUUID());
        CertificateBundle bundle = issue(Order.of("mail.example.org"));
        Certificate uploaded = new Certificate(tenant, id, bundle, Certificate.Source.UPLOADED, NOW);
        store.create(uploaded).chain(served::refresh).await().indefinitely();
        assertThat(shown("mail.example.org", TLS_1_3)).isEqualTo(bundle.leaf());

        store.delete(tenant, id).chain(served::refresh).await().indefinitely();
        assertThat(shown("mail.example.org", TLS_1_3)).isEqualTo(fallback.leaf());
    }

    @Test
    void a_valid_certificate_goes_before_an_expired_one_that_matches_better() throws Exception {
        CertificateBundle expired = issue(Order.of("mail.example.org").until(Duration.ofDays(-1)));
        CertificateBundle wildcard = issue(Order.of("*.example.org"));

        presented.present(List.of(expired, wildcard));
        assertThat(shown("mail.example.org", TLS_1_3)).isEqualTo(wildcard.leaf());

        presented.present(List.of(expired));
        assertThat(shown("mail.example.org", TLS_1_3))
                .as("the right name tells the client more than another's certificate")
                .isEqualTo(expired.leaf());
    }

    @Test
    void of_two_valid_certificates_the_one_that_lasts_longer_is_shown() throws Exception {
        CertificateBundle sooner = issue(Order.of("mail.example.org").until(Duration.ofDays(10)));
        CertificateBundle later = issue(Order.of("mail.example.org").until(Duration.ofDays(80)));
        presented.present(List.of(sooner, later));

        assertThat(shown("mail.example.org", TLS_1_3)).isEqualTo(later.leaf());
        clock.set(NOW.minus(Duration.ofDays(900)));
        assertThat(shown("mail.example.org", TLS_1_3)).as("when none counts").isEqualTo(later.leaf());
    }

    @Test
    void a_certificate_that_clients_trust_goes_before_one_that_vouches_for_itself_whatever_their_keys()
            throws Exception {
        CertificateBundle own = new SelfSigned(clock::get, new SecureRandom())
                .generate(List.of(new CertificateName.Exact(DomainName.of("mail.example.org"))));
        for (String kind : List.of("P-256", "RSA-2048", "Ed25519")) {
            CertificateBundle issued = issue(Order.of("mail.example.org").withKey(kind));
            presented.present(List.of(own, issued));

            assertThat(shown("mail.example.org", TLS_1_3)).as(kind).isEqualTo(issued.leaf());
            assertThat(shown("mail.example.org", TLS_1_2)).as(kind).isEqualTo(issued.leaf());
        }
    }

    @Test
    void a_handshake_that_has_chosen_before_a_swap_still_finds_its_key() {
        CertificateBundle before = issue(Order.of("mail.example.org"));
        presented.present(List.of(before));
        presented.present(List.of());

        assertThat(presented.getPrivateKey(before.fingerprint())).isEqualTo(before.key());
        presented.present(List.of());
        assertThat(presented.getPrivateKey(before.fingerprint())).isNull();
        assertThat(presented.getCertificateChain(before.fingerprint())).isNull();
    }

    /** CVE-2017-15130: names that a client makes up must leave nothing behind. */
    @Test
    void random_sni_names_grow_no_memory() throws Exception {
        CertificateBundle wildcard = issue(Order.of("*.example.org"));
        PresentedCertificates snapshot = PresentedCertificates.only(fallback)
                .replacedBy(fallback, List.of(wildcard, issue(Order.of("mail.example.org"))));
        String sizeBefore = sizes(snapshot).toString();

        for (int i = 0; i < 25_000; i++) {
            assertThat(snapshot.choose("n" + i + ".example.org", "EC", NOW)).isPresent();
            assertThat(snapshot.choose("n" + i + ".made-up.example", "EC", NOW)).hasValue(fallback);
        }

        assertThat(sizes(snapshot)).hasToString(sizeBefore);
        presented.present(List.of(wildcard));
        for (int i = 0; i < 20; i++) {
            assertThat(shown("n" + i + ".example.org", TLS_1_3)).isEqualTo(wildcard.leaf());
        }
    }

    @Test
    void tls_1_1_is_refused() {
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> shown("mail.example.org", "TLSv1.1"));
    }

    @Test
    void a_suite_without_forward_secrecy_or_authenticated_encryption_is_refused() throws Exception {
        for (String kind : List.of("RSA-2048", "P-256")) {
            presented.present(List.of(issue(Order.of("mail.example.org").withKey(kind))));
            for (String suite :
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()) {
                if (suite.contains("_CBC_") || suite.startsWith("TLS_RSA_")) {
                    assertThatExceptionOfType(IOException.class)
                            .as(suite)
                            .isThrownBy(() -> shown("mail.example.org", TLS_1_2, suite));
                }
            }
            assertThat(shown("mail.example.org", TLS_1_2)).isNotNull();
        }
    }

    private static CertificateBundle issue(Order order) {
        return AUTHORITY.issue(order).bundle();
    }

    private static Map<String, Integer> sizes(PresentedCertificates snapshot) throws IllegalAccessException {
        Map<String, Integer> sizes = new TreeMap<>();
        for (var field : PresentedCertificates.class.getDeclaredFields()) {
            if (Map.class.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                sizes.put(field.getName(), ((Map<?, ?>) field.get(snapshot)).size());
            }
        }
        assertThat(sizes).hasSize(4);
        return sizes;
    }

    /** The certificate that the port shows to a client that asks for {@code name}; an empty one asks for none. */
    private X509Certificate shown(String name, String protocol, String... suites) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
            parameters.setProtocols(new String[] {protocol});
            if (suites.length > 0) {
                parameters.setCipherSuites(suites);
            }
            socket.setSSLParameters(parameters);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("hello");
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        } catch (IOException refused) {
            throw new SSLException(refused);
        }
    }

    /** Which certificate is shown is the question here, not whether it is to be trusted. */
    private static final class TrustsAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
