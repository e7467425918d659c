package dev.posthaste.certificate;

import dev.posthaste.address.DomainName;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Generates self-signed certificates: EC P-256, valid for ten years. Opportunistic TLS between mail servers accepts
 * them, and so does the developer's own machine; anyone else must be told to trust them.
 */
public final class SelfSigned {

    /** A peer whose clock runs a little behind must not find the certificate not yet valid. */
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private static final Duration LIFETIME = Duration.ofDays(3653);

    /** RFC 5280 section 4.1.2.2 allows 20 octets with the sign; half of that is unique enough. */
    private static final int SERIAL_BITS = 80;

    private static final DomainName LOCALHOST = DomainName.of("localhost");

    private final InstantSource clock;
    private final SecureRandom chance;

    /** Certificates that begin at the time {@code clock} tells, with keys out of {@code chance}. */
    public SelfSigned(InstantSource clock, SecureRandom chance) {
        this.clock = clock;
        this.chance = chance;
    }

    /**
     * A new key and a certificate for {@code names}; {@code localhost} also gets its two loopback addresses.
     *
     * @throws IllegalArgumentException if there are no names
     */
    public CertificateBundle generate(List<CertificateName> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a certificate needs a name");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), chance);
            KeyPair pair = generator.generateKeyPair();
            return CertificateBundle.of(sign(pair, names), pair.getPrivate(), names);
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private X509Certificate sign(KeyPair pair, List<CertificateName> names)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = clock.instant();
        // Clients read the name from the subjectAltName alone; a common name is limited to 64 characters.
        X500Name subject = new X500Name("CN=Posthaste,OU=" + Long.toHexString(chance.nextLong()));
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                subject,
                new BigInteger(SERIAL_BITS, chance).setBit(0),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(LIFETIME)),
                subject,
                pair.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(names));
        // A CA of one: importing it into a trust store must be enough to trust it (RFC 5280 section 4.2.1.9).
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static GeneralNames alternativeNames(List<CertificateName> names) {
        List<GeneralName> all = new ArrayList<>();
        for (CertificateName name : new LinkedHashSet<>(names)) {
            all.add(new GeneralName(GeneralName.dNSName, name.toString()));
        }
        if (names.contains(new CertificateName.Exact(LOCALHOST))) {
            all.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
            all.add(new GeneralName(GeneralName.iPAddress, "::1"));
        }
        return new GeneralNames(all.toArray(GeneralName[]::new));
    }
}
