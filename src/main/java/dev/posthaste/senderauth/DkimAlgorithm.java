package dev.posthaste.senderauth;

/** How a message is signed. {@code rsa-sha1} is not among them (RFC 8301 section 3.1). */
public enum DkimAlgorithm {

    /** RSASSA-PKCS1-v1_5 over SHA-256, which every verifier knows (RFC 6376 section 3.3). */
    RSA_SHA256("rsa-sha256", "rsa"),

    /** PureEdDSA over the SHA-256 of the message (RFC 8463 section 3). */
    ED25519_SHA256("ed25519-sha256", "ed25519");

    private final String tag;
    private final String keyType;

    DkimAlgorithm(String tag, String keyType) {
        this.tag = tag;
        this.keyType = keyType;
    }

    /** The {@code a=} tag of a signature. */
    public String tag() {
        return tag;
    }

    /** The {@code k=} tag of a published key. */
    public String keyType() {
        return keyType;
    }
}
