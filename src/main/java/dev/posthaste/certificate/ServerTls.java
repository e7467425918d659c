package dev.posthaste.certificate;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.Set;

/** TLS as every port of this server speaks it, from the first octet or after STARTTLS and STLS. */
public final class ServerTls {

    /** RFC 8996: nothing older. */
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    private final SniKeyManager certificates;

    /** A port's TLS presents what {@code certificates} chooses. */
    public ServerTls(SniKeyManager certificates) {
        this.certificates = certificates;
    }

    /** A port that speaks TLS from the first octet (RFC 8314 section 3). */
    public NetServerOptions implicit(NetServerOptions port) {
        return onRequest(port).setSsl(true);
    }

    /** A port that begins in clear text and is upgraded on request. */
    public NetServerOptions onRequest(NetServerOptions port) {
        // Vert.x' own SNI stays off: it keeps a TLS context for every name that a client has ever asked for.
        return port.setSni(false)
                .setKeyCertOptions(KeyCertOptions.wrap(certificates))
                .setEnabledSecureTransportProtocols(PROTOCOLS);
    }
}
