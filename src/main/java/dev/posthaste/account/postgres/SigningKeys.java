package dev.posthaste.account.postgres;

import dev.posthaste.account.KeySeal;
import dev.posthaste.account.SigningKey;

/** How a signing key rests in its row. */
final class SigningKeys {

    /** What the private half is sealed for. */
    static final String PURPOSE = "dkim";

    private SigningKeys() {}

    static SigningKey open(KeySeal seal, String selector, String algorithm, byte[] sealed, byte[] publicKey) {
        return new SigningKey(selector, SigningKey.Algorithm.valueOf(algorithm), seal.open(PURPOSE, sealed), publicKey);
    }
}
