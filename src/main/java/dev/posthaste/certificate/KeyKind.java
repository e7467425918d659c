package dev.posthaste.certificate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;

/** The kinds of key that mail clients can verify in TLS 1.2 and 1.3, with the signature that proves a pair. */
enum KeyKind {
    RSA("SHA256withRSA"),
    EC("SHA256withECDSA"),
    ED25519("Ed25519");

    /** NIST SP 800-57 part 1 revision 5, table 2: less than 112 bits of strength below this. */
    private static final int MIN_RSA_BITS = 2048;

    /** A signature by a larger key costs every handshake tens of milliseconds. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int P256_BITS = 256;
    private static final int P384_BITS = 384;

    private final String signature;

    KeyKind(String signature) {
        this.signature = signature;
    }

    /** The kind of {@code key}. */
    static KeyKind require(PrivateKey key) throws PemException {
        return switch (key) {
            case RSAPrivateKey rsa when isBetween(rsa.getModulus().bitLength(), MIN_RSA_BITS, MAX_RSA_BITS) -> RSA;
            case ECPrivateKey ec
            when isSupportedCurve(ec.getParams().getCurve().getField().getFieldSize()) -> EC;
            case PrivateKey edwards when edwards.getAlgorithm().equals("EdDSA") -> ED25519;
            default -> throw new PemException(CertificateProblem.UNSUPPORTED_KEY);
        };
    }

    /** Whether what {@code key} signs is verified by {@code publicKey}. */
    boolean isPair(PrivateKey key, PublicKey publicKey) {
        try {
            byte[] probe = signature.getBytes(StandardCharsets.US_ASCII);
            Signature signer = Signature.getInstance(signature);
            signer.initSign(key);
            signer.update(probe);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(signature);
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signed);
        } catch (GeneralSecurityException otherKind) {
            return false;
        }
    }

    private static boolean isSupportedCurve(int bits) {
        return bits == P256_BITS || bits == P384_BITS;
    }

    private static boolean isBetween(int bits, int least, int most) {
        return bits >= least && bits <= most;
    }
}
