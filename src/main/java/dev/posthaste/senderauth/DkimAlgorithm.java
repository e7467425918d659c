package dev.posthaste.senderauth;

/** Signature algorithms. {@code rsa-sha1} must not be used (RFC 8301 section 3.1). */
public enum DkimAlgorithm {

    /** RSASSA-PKCS1-v1_5 with SHA-256, which every verifier supports (RFC 6376 section 3.3). */
    RSA_SHA256("rsa-sha256", "rsa"),

    /** PureEdDSA over the SHA-256 of the message (RFC 8463 section 3). */
    ED25519_SHA256("ed25519-sha256", "ed25519");

    private final String tag;
    private final String keyType;

    DkimAlgorithm(String tag, String keyType) {
        this.tag = tag;
        this.keyType = keyType;
    }

    /** The value of the {@code a=} tag of a signature. */
    public String tag() {
        return tag;
    }

    /** The value of the {@code k=} tag of a published key. */
    public String keyType() {
        return keyType;
    }
}
