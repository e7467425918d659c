package dev.posthaste.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one handshake chooses from: immutable once built. It also remembers the certificates of the snapshot before it by
 * their aliases alone, for a handshake that has chosen but not yet fetched when the swap happens.
 */
final class PresentedCertificates {

    /** A client that asks for no name; no certificate matches it. */
    static final String NO_NAME = "";

    /** A certificate that clients trust, and of these the one that lasts longest, goes before the others. */
    private static final Comparator<CertificateBundle> PREFERENCE = Comparator.comparing(
                    CertificateBundle::isSelfSigned)
            .thenComparing(CertificateBundle::notAfter, Comparator.reverseOrder());

    private final CertificateBundle fallback;
    private final Map<String, List<CertificateBundle>> exact;
    private final Map<String, List<CertificateBundle>> wildcard;
    private final Map<String, CertificateBundle> current;
    private final Map<String, CertificateBundle> previous;

    private PresentedCertificates(
            CertificateBundle fallback,
            Collection<CertificateBundle> certificates,
            Map<String, CertificateBundle> previous) {
        this.fallback = fallback;
        this.previous = previous;
        this.exact = new HashMap<>();
        this.wildcard = new HashMap<>();
        this.current = new HashMap<>();
        current.put(fallback.fingerprint(), fallback);
        certificates.stream().sorted(PREFERENCE).forEach(this::add);
    }

    static PresentedCertificates only(CertificateBundle fallback) {
        return new PresentedCertificates(fallback, List.of(), Map.of());
    }

    PresentedCertificates replacedBy(CertificateBundle nextFallback, Collection<CertificateBundle> certificates) {
        return new PresentedCertificates(nextFallback, certificates, current);
    }

    /**
     * The certificate for {@code host}: one whose time is now before one whose time is not, an exact name before a
     * wildcard, and either before the fallback. Empty if the best has another kind of key: TLS asks again with the next
     * kind, and must not get a worse certificate, such as a self-signed one, because of the order in which it
     * asks.
     */
    Optional<CertificateBundle> choose(String host, String keyType, Instant now) {
        String name = host.toLowerCase(Locale.ROOT);
        List<CertificateBundle> exactly = exact.getOrDefault(name, List.of());
        List<CertificateBundle> widely = wildcard.getOrDefault(parent(name), List.of());
        List<CertificateBundle> best = Stream.of(validAt(now, exactly), validAt(now, widely), exactly, widely)
                .filter(tier -> !tier.isEmpty())
                .findFirst()
                .orElse(List.of(fallback));
        boolean selfSigned = best.getFirst().isSelfSigned();
        return best.stream()
                .filter(bundle -> bundle.isSelfSigned() == selfSigned)
                .filter(bundle -> hasKeyType(bundle, keyType))
                .findFirst();
    }

    Optional<CertificateBundle> byAlias(String alias) {
        return Optional.ofNullable(current.get(alias)).or(() -> Optional.ofNullable(previous.get(alias)));
    }

    private void add(CertificateBundle bundle) {
        current.put(bundle.fingerprint(), bundle);
        for (CertificateName name : bundle.names()) {
            switch (name) {
                case CertificateName.Exact(var host) -> put(exact, host.ascii(), bundle);
                case CertificateName.Wildcard(var parent) -> put(wildcard, parent.ascii(), bundle);
            }
        }
    }

    private static void put(Map<String, List<CertificateBundle>> index, String name, CertificateBundle bundle) {
        index.computeIfAbsent(name, absent -> new ArrayList<>()).add(bundle);
    }

    private static List<CertificateBundle> validAt(Instant now, List<CertificateBundle> bundles) {
        return bundles.stream().filter(bundle -> bundle.isValidAt(now)).toList();
    }

    private static String parent(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static boolean hasKeyType(CertificateBundle bundle, String keyType) {
        return bundle.leaf().getPublicKey().getAlgorithm().equals(keyType);
    }
}
