package dev.posthaste.intake;

import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.senderauth.DkimAlgorithm;
import dev.posthaste.senderauth.DkimKey;
import dev.posthaste.senderauth.DkimKeyException;
import dev.posthaste.senderauth.Selector;

/** Signing keys as they are kept, and as they sign: {@code account} knows no cryptography, {@code senderauth} no store. */
public final class StoredKeys {

    private StoredKeys() {}

    /** A new key. Takes up to a second: not on an event loop. */
    public static SigningKey generate(DomainName domain, String selector, SigningKey.Algorithm algorithm) {
        try {
            DkimKey key = DkimKey.generate(domain, Selector.of(selector), algorithm(algorithm));
            return new SigningKey(selector, algorithm, key.pkcs8(), key.publicKey());
        } catch (DkimKeyException tooLong) {
            throw new IllegalArgumentException("no key " + selector + " can be published in " + domain, tooLong);
        }
    }

    /** The key that signs. */
    public static DkimKey read(DomainName domain, SigningKey stored) {
        try {
            return DkimKey.read(domain, Selector.of(stored.selector()), algorithm(stored.algorithm()), stored.pkcs8());
        } catch (DkimKeyException damaged) {
            throw new IllegalStateException("the signing key " + stored.selector() + " of " + domain, damaged);
        }
    }

    private static DkimAlgorithm algorithm(SigningKey.Algorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> DkimAlgorithm.RSA_SHA256;
            case ED25519_SHA256 -> DkimAlgorithm.ED25519_SHA256;
        };
    }
}
