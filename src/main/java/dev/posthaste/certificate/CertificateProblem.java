package dev.posthaste.certificate;

/** Why a certificate and its key cannot be presented. */
public enum CertificateProblem {
    /** The chain holds no {@code CERTIFICATE} block. */
    NO_CERTIFICATE("there is no certificate in the chain"),
    /** The key text holds no private key block. */
    NO_KEY("there is no private key"),
    /** A block does not decode to what its label says. */
    MALFORMED("the PEM text cannot be decoded"),
    /** More than {@link CertificateBundle#MAX_PEM_CHARACTERS} or {@link CertificateBundle#MAX_CHAIN}. */
    TOO_LONG("the chain or the key is longer than any that is used"),
    /** The key needs a passphrase, which this server never asks for. */
    ENCRYPTED_KEY("the private key is encrypted; remove its passphrase first"),
    /** Neither RSA of 2048 to 8192 bits nor EC P-256, EC P-384 or Ed25519. */
    UNSUPPORTED_KEY("the key is none of RSA (2048 to 8192 bits), EC P-256, EC P-384 and Ed25519"),
    /** The key belongs to no certificate of the chain. */
    KEY_MISMATCH("the private key does not belong to the certificate"),
    /** A certificate is not followed by the one that signed it, or the server's own is not first. */
    CHAIN_OUT_OF_ORDER("each certificate must be followed by the one that signed it, the server's own first"),
    /** The server's certificate, or one above it, has expired. */
    EXPIRED("the certificate has expired"),
    /** The server's certificate has no DNS name; a common name does not count (RFC 9525 section 6.3). */
    NO_DNS_NAME("the certificate has no DNS name among its subject alternative names");

    private final String text;

    CertificateProblem(String text) {
        this.text = text;
    }

    /** For the person who uploaded it. */
    public String text() {
        return text;
    }
}
