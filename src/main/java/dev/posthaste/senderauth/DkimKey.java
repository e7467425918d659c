package dev.posthaste.senderauth;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** A DKIM signing key of a domain. {@link #pkcs8} is the only access to its private part, which is never printed. */
public final class DkimKey {

    /** Length of a generated RSA key in bits, the minimum that RFC 8301 section 3.2 recommends. */
    public static final int RSA_BITS = 2048;

    /** Minimum length that verifiers accept (RFC 8301 section 3.2). */
    static final int MIN_RSA_BITS = 1024;

    /** Maximum length that verifiers must support (RFC 8301 section 3.2). */
    static final int MAX_RSA_BITS = 4096;

    /** The octets that precede the key in its SubjectPublicKeyInfo (RFC 8410 section 4). */
    private static final byte[] ED25519_KEY_INFO = {0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0};

    private final DomainName domain;
    private final Selector selector;
    private final DomainName name;
    private final DkimAlgorithm algorithm;
    private final PrivateKey secret;
    private final byte[] publicKey;

    private DkimKey(DomainName domain, Selector selector, DkimAlgorithm algorithm, PrivateKey secret)
            throws DkimKeyException {
        this.domain = domain;
        this.selector = selector;
        this.name = name(domain, selector);
        this.algorithm = algorithm;
        this.secret = secret;
        this.publicKey = publicPart(secret);
    }

    /** Generates a key. RSA takes about a second, so do not call this on an event loop. */
    public static DkimKey generate(DomainName domain, Selector selector, DkimAlgorithm algorithm)
            throws DkimKeyException {
        return new DkimKey(domain, selector, algorithm, generateSecret(algorithm));
    }

    /**
     * Parses the result of {@link #pkcs8}.
     *
     * @throws DkimKeyException if it is not a key of this algorithm, or an RSA key of unsupported length
     */
    public static DkimKey read(DomainName domain, Selector selector, DkimAlgorithm algorithm, byte[] pkcs8)
            throws DkimKeyException {
        try {
            KeyFactory keys = KeyFactory.getInstance(javaName(algorithm));
            return new DkimKey(domain, selector, algorithm, keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException notAKey) {
            throw new DkimKeyException("not a PKCS #8 private key for " + algorithm.tag());
        }
    }

    /** The signing domain, tag {@code d=}. */
    public DomainName domain() {
        return domain;
    }

    /** The selector, tag {@code s=}. */
    public Selector selector() {
        return selector;
    }

    /** The algorithm, tag {@code a=}. */
    public DkimAlgorithm algorithm() {
        return algorithm;
    }

    /** The name of the TXT record that publishes the public key. */
    public DomainName name() {
        return name;
    }

    /** The full text of the TXT record (RFC 6376 section 3.6.1); for RSA it is longer than one string of a record. */
    public String publicRecord() {
        byte[] published =
                switch (algorithm) {
                    case RSA_SHA256 -> publicKey;
                    // RFC 8463 section 4: the bare 32 octets of the key.
                    case ED25519_SHA256 -> Arrays.copyOfRange(publicKey, ED25519_KEY_INFO.length, publicKey.length);
                };
        return "v=DKIM1; h=sha256; k=" + algorithm.keyType() + "; p="
                + Base64.getEncoder().encodeToString(published);
    }

    /** The public key as an X.509 SubjectPublicKeyInfo, for storage. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The private key in PKCS #8, for storage. */
    public byte[] pkcs8() {
        return secret.getEncoded();
    }

    /** Signs the canonical header. */
    byte[] sign(byte[] canonical) {
        try {
            Signature signature =
                    switch (algorithm) {
                        case RSA_SHA256 -> Signature.getInstance("SHA256withRSA");
                        case ED25519_SHA256 -> Signature.getInstance("Ed25519");
                    };
            signature.initSign(secret);
            signature.update(
                    switch (algorithm) {
                        case RSA_SHA256 -> canonical;
                        // RFC 8463 section 3: PureEdDSA signs the hash.
                        case ED25519_SHA256 -> BodyHash.sha256().digest(canonical);
                    });
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a valid key does not sign: " + this, impossible);
        }
    }

    @Override
    public String toString() {
        return "DkimKey[" + name + ", " + algorithm.tag() + "]";
    }

    private static DomainName name(DomainName domain, Selector selector) throws DkimKeyException {
        try {
            return selector.keyName(domain);
        } catch (AddressSyntaxException tooLong) {
            throw new DkimKeyException("selector and domain are too long for a DNS name");
        }
    }

    private static PrivateKey generateSecret(DkimAlgorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(javaName(algorithm));
            if (algorithm == DkimAlgorithm.RSA_SHA256) {
                generator.initialize(new RSAKeyGenParameterSpec(RSA_BITS, RSAKeyGenParameterSpec.F4));
            }
            return generator.generateKeyPair().getPrivate();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException impossible) {
            throw new IllegalStateException("this Java platform does not support " + algorithm.tag(), impossible);
        }
    }

    private static byte[] publicPart(PrivateKey secret) throws DkimKeyException {
        return switch (secret) {
            case RSAPrivateCrtKey rsa -> rsaPublicPart(rsa);
            case EdECPrivateKey edwards -> edwardsPublicPart(edwards);
            default -> throw new DkimKeyException("a private key without its public part");
        };
    }

    private static byte[] rsaPublicPart(RSAPrivateCrtKey rsa) throws DkimKeyException {
        BigInteger modulus = rsa.getModulus();
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            throw new DkimKeyException("an RSA key has " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits");
        }
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, rsa.getPublicExponent());
            return KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
        } catch (GeneralSecurityException notAKey) {
            throw new DkimKeyException("not an RSA key");
        }
    }

    private static byte[] edwardsPublicPart(EdECPrivateKey edwards) throws DkimKeyException {
        byte[] seed = edwards.getBytes().orElseThrow(() -> new DkimKeyException("a private key without octets"));
        byte[] bare =
                new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
        byte[] info = Arrays.copyOf(ED25519_KEY_INFO, ED25519_KEY_INFO.length + bare.length);
        System.arraycopy(bare, 0, info, ED25519_KEY_INFO.length, bare.length);
        return info;
    }

    private static String javaName(DkimAlgorithm algorithm) {
        return switch (algorithm) {
            case RSA_SHA256 -> "RSA";
            case ED25519_SHA256 -> "Ed25519";
        };
    }
}
