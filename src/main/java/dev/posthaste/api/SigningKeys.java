package dev.posthaste.api;

import dev.posthaste.account.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;

/** Makes the first DKIM keys of a domain: RSA, which every verifier knows, and Ed25519, which is short (RFC 8463). */
final class SigningKeys {

    private static final int RSA_BITS = 2048;
    private static final String RSA_SELECTOR = "ph1";
    private static final String ED25519_SELECTOR = "ph2";

    private SigningKeys() {}

    /** Two new keys. Takes up to a second: not on an event loop. */
    static List<SigningKey> generate() {
        try {
            KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
            rsa.initialize(RSA_BITS);
            KeyPairGenerator edwards = KeyPairGenerator.getInstance("Ed25519");
            return List.of(
                    key(RSA_SELECTOR, SigningKey.Algorithm.RSA_SHA256, rsa.generateKeyPair()),
                    key(ED25519_SELECTOR, SigningKey.Algorithm.ED25519_SHA256, edwards.generateKeyPair()));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has RSA and Ed25519", missing);
        }
    }

    private static SigningKey key(String selector, SigningKey.Algorithm algorithm, KeyPair pair) {
        return new SigningKey(
                selector,
                algorithm,
                pair.getPrivate().getEncoded(),
                pair.getPublic().getEncoded());
    }
}
