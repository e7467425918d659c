package dev.posthaste.certificate;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.id.Secret;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate chain with the private key that belongs to its first certificate. One that exists can be presented: the
 * key matches, the order is right and it names at least one DNS name. It may meanwhile have expired.
 */
public final class CertificateBundle {

    /** Four RSA-8192 certificates are about 20 000 characters; this suffices for any chain in use. */
    public static final int MAX_PEM_CHARACTERS = 64 * 1024;

    /** Public chains have two to four; every further one is sent in each handshake. */
    public static final int MAX_CHAIN = 10;

    /** The result of {@link #parsePem}. */
    public sealed interface Parsed {
        /** It can be presented. */
        record Complete(CertificateBundle bundle) implements Parsed {}

        /** It cannot, for this reason. */
        record Refused(CertificateProblem problem) implements Parsed {}
    }

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<CertificateName> names;

    private CertificateBundle(List<X509Certificate> chain, PrivateKey key, List<CertificateName> names) {
        this.chain = chain;
        this.key = key;
        this.names = names;
    }

    /**
     * Reads an upload: the chain with the server's own certificate first, and its key as PKCS#8, PKCS#1 or SEC 1. Text
     * around the blocks is ignored (RFC 7468 section 2). Checks signatures, so it is work for a worker thread.
     */
    public static Parsed parsePem(String chainPem, Secret keyPem, Instant now) {
        try {
            List<X509Certificate> chain = Pem.certificates(chainPem);
            PrivateKey key = Pem.privateKey(keyPem);
            ChainOrder.require(chain, key);
            CertificateBundle bundle = of(chain, key);
            if (bundle.chain.stream()
                    .anyMatch(one -> now.isAfter(one.getNotAfter().toInstant()))) {
                return new Parsed.Refused(CertificateProblem.EXPIRED);
            }
            return new Parsed.Complete(bundle);
        } catch (PemException refused) {
            return new Parsed.Refused(refused.problem());
        }
    }

    /**
     * Reads what the store kept, expired or not. That key and chain match was verified at the upload and is not verified
     * again: this is done for every certificate of the server.
     *
     * @throws IllegalStateException if the store holds something that was never accepted
     */
    public static CertificateBundle restore(String chainPem, Secret keyPem) {
        try {
            return of(Pem.certificates(chainPem), Pem.privateKey(keyPem));
        } catch (PemException damaged) {
            throw new IllegalStateException("a stored certificate is damaged: " + damaged.problem(), damaged);
        }
    }

    static CertificateBundle of(X509Certificate certificate, PrivateKey key, List<CertificateName> names) {
        return new CertificateBundle(List.of(certificate), key, List.copyOf(names));
    }

    private static CertificateBundle of(List<X509Certificate> chain, PrivateKey key) throws PemException {
        KeyKind.require(key);
        List<CertificateName> names = dnsNames(chain.getFirst());
        if (names.isEmpty()) {
            throw new PemException(CertificateProblem.NO_DNS_NAME);
        }
        return new CertificateBundle(chain, key, names);
    }

    /** The DNS names of the subjectAltName, in the certificate's order; never empty. */
    public List<CertificateName> names() {
        return names;
    }

    /** The start of its validity (notBefore). */
    public Instant notBefore() {
        return leaf().getNotBefore().toInstant();
    }

    /** The end of its validity (notAfter). */
    public Instant notAfter() {
        return leaf().getNotAfter().toInstant();
    }

    /** Whether {@code now} is within its validity (RFC 5280 section 4.1.2.5). */
    public boolean isValidAt(Instant now) {
        return !now.isBefore(notBefore()) && !now.isAfter(notAfter());
    }

    /** The issuer, as an RFC 2253 distinguished name. */
    public String issuer() {
        return leaf().getIssuerX500Principal().getName();
    }

    /** Whether it is self-signed. */
    public boolean isSelfSigned() {
        return leaf().getIssuerX500Principal().equals(leaf().getSubjectX500Principal());
    }

    /** The serial number, unique for its issuer (RFC 5280 section 4.1.2.2). */
    public BigInteger serial() {
        return leaf().getSerialNumber();
    }

    /** SHA-256 of the server's certificate, 64 lower-case hexadecimal digits. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The chain as PEM; public. */
    public String chainPem() {
        return Pem.print(chain);
    }

    /** The key as PKCS#8 PEM, for the store alone. */
    public Secret privateKeyPem() {
        return new Secret(Pem.print("PRIVATE KEY", key.getEncoded()));
    }

    X509Certificate leaf() {
        return chain.getFirst();
    }

    List<X509Certificate> chain() {
        return chain;
    }

    PrivateKey key() {
        return key;
    }

    @Override
    public String toString() {
        return "certificate " + fingerprint() + " for " + names;
    }

    private static List<CertificateName> dnsNames(X509Certificate certificate) throws PemException {
        List<CertificateName> names = new ArrayList<>();
        for (List<?> entry : alternativeNames(certificate)) {
            if (entry.get(0) instanceof Integer kind && kind == Pem.SAN_DNS && entry.get(1) instanceof String text) {
                names.add(dnsName(text));
            }
        }
        return List.copyOf(names);
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) throws PemException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException undecodable) {
            throw new PemException(CertificateProblem.MALFORMED, undecodable);
        }
    }

    private static CertificateName dnsName(String text) throws PemException {
        try {
            return CertificateName.parse(text);
        } catch (AddressSyntaxException noHost) {
            throw new PemException(CertificateProblem.MALFORMED, noHost);
        }
    }
}
