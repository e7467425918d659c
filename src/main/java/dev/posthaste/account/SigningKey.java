package dev.posthaste.account;

/**
 * A DKIM key of a domain as it is kept: the private half in PKCS#8, the public half in X.509 SubjectPublicKeyInfo form.
 * {@code toString} omits the private half.
 */
public record SigningKey(String selector, Algorithm algorithm, byte[] pkcs8, byte[] publicKey) {

    /** RFC 8301 and RFC 8463. */
    public enum Algorithm {
        /** rsa-sha256 with 2048 bits. */
        RSA_SHA256,
        /** ed25519-sha256. */
        ED25519_SHA256
    }

    @Override
    public String toString() {
        return "SigningKey[" + selector + ", " + algorithm + "]";
    }
}
