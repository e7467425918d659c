package dev.posthaste.certificate;

import dev.posthaste.id.Secret;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certification authority of two levels for tests: issues chains for any names, times and kinds of key. */
final class TestAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair rootKey = keyPair("P-256");
    private final X500Name rootName = new X500Name("CN=Test Root");
    private final X509Certificate root;
    private final KeyPair middleKey = keyPair("P-256");
    private final X500Name middleName = new X500Name("CN=Test Intermediate");
    private final X509Certificate middle;
    private final Instant now;

    TestAuthority(Instant now) {
        this.now = now;
        this.root = sign(rootName, rootKey, rootName, rootKey, CA);
        this.middle = sign(middleName, middleKey, rootName, rootKey, CA);
    }

    /** What an order is answered with. */
    record Issued(List<X509Certificate> chain, PrivateKey key) {
        String chainPem() {
            return Pem.print(chain);
        }

        String keyPem() {
            return Pem.print("PRIVATE KEY", key.getEncoded());
        }

        CertificateBundle bundle() {
            return CertificateBundle.restore(chainPem(), new Secret(keyPem()));
        }
    }

    /** An order for a chain; begins as a P-256 certificate that is valid for 90 days. */
    record Order(String keyKind, Duration from, Duration until, List<String> names) {
        static Order of(String... names) {
            return new Order("P-256", Duration.ofDays(-1), Duration.ofDays(90), List.of(names));
        }

        Order withKey(String kind) {
            return new Order(kind, from, until, names);
        }

        Order until(Duration end) {
            return new Order(keyKind, from.minusDays(400), end, names);
        }
    }

    private static final Order CA = new Order("P-256", Duration.ofDays(-900), Duration.ofDays(900), List.of());

    Issued issue(Order order) {
        KeyPair pair = keyPair(order.keyKind());
        X500Name subject = new X500Name("CN=leaf " + SERIAL.get());
        X509Certificate leaf = sign(subject, pair, middleName, middleKey, order);
        return new Issued(List.of(leaf, middle), pair.getPrivate());
    }

    X509Certificate root() {
        return root;
    }

    private X509Certificate sign(X500Name subject, KeyPair pair, X500Name issuer, KeyPair issuerKey, Order order) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(now.plus(order.from())),
                    Date.from(now.plus(order.until())),
                    subject,
                    pair.getPublic());
            if (order.equals(CA)) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            }
            if (!order.names().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(generalNames(order)));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static GeneralName[] generalNames(Order order) {
        List<GeneralName> names = new ArrayList<>();
        order.names().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        return names.toArray(GeneralName[]::new);
    }

    static KeyPair keyPair(String kind) {
        try {
            String[] words = kind.split("-", 2);
            KeyPairGenerator generator = KeyPairGenerator.getInstance(words[0].equals("P") ? "EC" : words[0]);
            if (words[0].equals("P")) {
                generator.initialize(new ECGenParameterSpec("secp" + words[1] + "r1"));
            } else if (words.length == 2) {
                generator.initialize(Integer.parseInt(words[1]));
            }
            return generator.generateKeyPair();
        } catch (Exception impossible) {
            throw new IllegalStateException(Arrays.toString(kind.split("-", 2)), impossible);
        }
    }
}
