package dev.posthaste.certificate;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.List;
import java.util.Set;

/** TLS as every port of this server speaks it, from the first octet or after STARTTLS and STLS. */
public final class ServerTls {

    /** RFC 8996: nothing older. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    /**
     * Forward secrecy and authenticated encryption alone, in order of preference (RFC 9325 section 4.2). Finite-field
     * groups are the last, for hosts that know no other with an RSA certificate.
     */
    private static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256");

    /** The JDK reads it once, with its first TLS context. */
    private static final String REJECT_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    private final SniKeyManager certificates;

    /** A port's TLS presents what {@code certificates} chooses. */
    public ServerTls(SniKeyManager certificates) {
        this.certificates = certificates;
    }

    /**
     * Ends a TLS 1.2 session in which a client asks for another handshake, which costs us much and it little
     * (CVE-2011-1473). Has to be called before anything in the process uses TLS.
     */
    public static void refuseRenegotiation() {
        System.setProperty(REJECT_RENEGOTIATION, "true");
    }

    /** A port that speaks TLS from the first octet (RFC 8314 section 3). */
    public NetServerOptions implicit(NetServerOptions port) {
        return onRequest(port).setSsl(true);
    }

    /** A port that begins in clear text and is upgraded on request. */
    public NetServerOptions onRequest(NetServerOptions port) {
        // Vert.x' own SNI stays off: it keeps a TLS context for every name that a client has ever asked for.
        CIPHER_SUITES.forEach(port::addEnabledCipherSuite);
        return port.setSni(false)
                .setKeyCertOptions(KeyCertOptions.wrap(certificates))
                .setEnabledSecureTransportProtocols(PROTOCOLS);
    }
}
