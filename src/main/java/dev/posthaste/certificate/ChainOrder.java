package dev.posthaste.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** The order of a certificate list: the server's own first, each next one certifying the one before (RFC 5246 section 7.4.2). */
final class ChainOrder {

    private ChainOrder() {}

    static void require(List<X509Certificate> chain, PrivateKey key) throws PemException {
        KeyKind kind = KeyKind.require(key);
        if (!kind.isPair(key, chain.getFirst().getPublicKey())) {
            boolean later = chain.stream().anyMatch(one -> kind.isPair(key, one.getPublicKey()));
            throw new PemException(later ? CertificateProblem.CHAIN_OUT_OF_ORDER : CertificateProblem.KEY_MISMATCH);
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!isSignedBy(chain.get(i - 1), chain.get(i))) {
                throw new PemException(CertificateProblem.CHAIN_OUT_OF_ORDER);
            }
        }
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException otherIssuer) {
            return false;
        }
    }
}
