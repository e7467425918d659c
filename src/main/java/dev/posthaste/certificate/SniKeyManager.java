package dev.posthaste.certificate;

import dev.posthaste.address.DomainName;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate of each handshake by the name that the client asks for (RFC 6066 section 3). What it chooses
 * from is a snapshot that {@link #present} replaces as a whole, so that the next handshake on every port sees it.
 *
 * <p>A name that a client makes up costs one look-up and leaves nothing behind.
 */
public final class SniKeyManager extends X509ExtendedKeyManager {

    private final InstantSource clock;
    private final CertificateBundle fallback;
    private final String ownName;
    private final AtomicReference<PresentedCertificates> presented;

    /**
     * Presents {@code fallback} to clients that ask for a name that no certificate has. Who asks for no name is
     * taken to ask for the first of the fallback's, which are this server's own.
     */
    public SniKeyManager(CertificateBundle fallback, InstantSource clock) {
        this.clock = clock;
        this.fallback = fallback;
        this.ownName = fallback.names().getFirst() instanceof CertificateName.Exact(DomainName host)
                ? host.ascii()
                : PresentedCertificates.NO_NAME;
        this.presented = new AtomicReference<>(PresentedCertificates.only(fallback));
    }

    /** From the next handshake on, chooses from {@code certificates} and the fallback. */
    public void present(Collection<CertificateBundle> certificates) {
        presented.updateAndGet(before -> before.replacedBy(fallback, certificates));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine == null ? null : choose(keyType, engine.getHandshakeSession());
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return socket instanceof SSLSocket tls ? choose(keyType, tls.getHandshakeSession()) : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return presented
                .get()
                .byAlias(alias)
                .map(bundle -> bundle.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return presented.get().byAlias(alias).map(CertificateBundle::key).orElse(null);
    }

    /** None: which alias serves depends on the name asked for, which is not known here. */
    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    /** None: this server shows no certificate as a client. */
    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private @Nullable String choose(String keyType, @Nullable SSLSession handshake) {
        return presented
                .get()
                .choose(requestedName(handshake), keyType, clock.instant())
                .map(CertificateBundle::fingerprint)
                .orElse(null);
    }

    private String requestedName(@Nullable SSLSession handshake) {
        List<SNIServerName> asked =
                handshake instanceof ExtendedSSLSession session ? session.getRequestedServerNames() : List.of();
        for (SNIServerName name : asked) {
            if (name.getType() == StandardConstants.SNI_HOST_NAME && name instanceof SNIHostName host) {
                return host.getAsciiName();
            }
        }
        return ownName;
    }
}
