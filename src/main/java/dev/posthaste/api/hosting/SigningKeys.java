package dev.posthaste.api.hosting;

import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.intake.StoredKeys;
import java.util.List;

/** The first DKIM keys of a domain: RSA, which every verifier knows, and Ed25519, which is short (RFC 8463). */
final class SigningKeys {

    private static final String RSA_SELECTOR = "ph1";
    private static final String ED25519_SELECTOR = "ph2";

    private SigningKeys() {}

    /** Two new keys. Takes up to a second: not on an event loop. */
    static List<SigningKey> generate(DomainName domain) {
        return List.of(
                StoredKeys.generate(domain, RSA_SELECTOR, SigningKey.Algorithm.RSA_SHA256),
                StoredKeys.generate(domain, ED25519_SELECTOR, SigningKey.Algorithm.ED25519_SHA256));
    }
}
