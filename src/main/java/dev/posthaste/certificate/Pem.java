package dev.posthaste.certificate;

import dev.posthaste.id.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Textual encodings (RFC 7468): certificates, and private keys as PKCS#8, PKCS#1 and SEC 1. */
final class Pem {

    /** The choice {@code dNSName} of a GeneralName (RFC 5280 section 4.2.1.6). */
    static final int SAN_DNS = 2;

    private static final int LINE_CHARACTERS = 64;

    private Pem() {}

    static List<X509Certificate> certificates(String pem) throws PemException {
        List<X509Certificate> found = new ArrayList<>();
        for (Object block : blocks(pem)) {
            if (block instanceof X509CertificateHolder holder) {
                found.add(certificate(holder));
            }
        }
        if (found.isEmpty()) {
            throw new PemException(CertificateProblem.NO_CERTIFICATE);
        }
        if (found.size() > CertificateBundle.MAX_CHAIN) {
            throw new PemException(CertificateProblem.TOO_LONG);
        }
        return List.copyOf(found);
    }

    /** The first private key; blocks beside it, such as openssl's {@code EC PARAMETERS}, are passed over. */
    static PrivateKey privateKey(Secret pem) throws PemException {
        for (Object block : blocks(pem.use(Function.identity()))) {
            if (block instanceof PKCS8EncryptedPrivateKeyInfo || block instanceof PEMEncryptedKeyPair) {
                throw new PemException(CertificateProblem.ENCRYPTED_KEY);
            }
            if (block instanceof PEMKeyPair pair) {
                return privateKey(pair.getPrivateKeyInfo());
            }
            if (block instanceof PrivateKeyInfo info) {
                return privateKey(info);
            }
        }
        throw new PemException(CertificateProblem.NO_KEY);
    }

    static String print(List<X509Certificate> chain) {
        try {
            StringBuilder text = new StringBuilder();
            for (X509Certificate certificate : chain) {
                text.append(print("CERTIFICATE", certificate.getEncoded()));
            }
            return text.toString();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String print(String label, byte[] der) {
        byte[] newline = {'\n'};
        String body = Base64.getMimeEncoder(LINE_CHARACTERS, newline).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static List<Object> blocks(String pem) throws PemException {
        if (pem.length() > CertificateBundle.MAX_PEM_CHARACTERS) {
            throw new PemException(CertificateProblem.TOO_LONG);
        }
        List<Object> blocks = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            for (Object block = parser.readObject(); block != null; block = parser.readObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException | RuntimeException undecodable) {
            // The parser lets unchecked exceptions of its ASN.1 and base64 readers through.
            throw new PemException(CertificateProblem.MALFORMED, undecodable);
        }
    }

    private static X509Certificate certificate(X509CertificateHolder holder) throws PemException {
        try {
            byte[] pem = print("CERTIFICATE", holder.getEncoded()).getBytes(StandardCharsets.US_ASCII);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem));
        } catch (IOException | CertificateException undecodable) {
            throw new PemException(CertificateProblem.MALFORMED, undecodable);
        }
    }

    private static PrivateKey privateKey(PrivateKeyInfo info) throws PemException {
        try {
            return KeyFactory.getInstance(algorithm(info)).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException undecodable) {
            throw new PemException(CertificateProblem.UNSUPPORTED_KEY, undecodable);
        }
    }

    private static String algorithm(PrivateKeyInfo info) throws PemException {
        var algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
        if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        }
        if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        throw new PemException(CertificateProblem.UNSUPPORTED_KEY);
    }
}
