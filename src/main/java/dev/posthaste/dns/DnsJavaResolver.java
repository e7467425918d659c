package dev.posthaste.dns;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.dnssec.ValidatingResolver;
import org.xbill.DNS.lookup.InvalidZoneDataException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectLoopException;
import org.xbill.DNS.lookup.RedirectOverflowException;
import org.xbill.DNS.lookup.ServerFailedException;

/**
 * A {@link Resolver} that uses dnsjava, which owns the sockets: UDP first, TCP for truncated answers, aliases followed,
 * answers cached for their TTL. With {@link TrustAnchors} every answer is validated (RFC 4035 section 5): a bogus
 * answer is a temporary failure, and a provably unsigned answer is used as without validation. Never blocks.
 */
public final class DnsJavaResolver implements Resolver {

    /** Timeout for one answer of one server. */
    static final Duration SERVER_TIMEOUT = Duration.ofSeconds(3);

    /** Timeout for all servers together; RFC 5321 section 4.5.4.1 allows the delivery to be retried much later. */
    static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(12);

    /** Timeout for an answer with everything that it depends on: aliases, and the keys from the root down to it. */
    static final Duration OVERALL_TIMEOUT = Duration.ofSeconds(30);

    /** Rounds over all servers. */
    static final int ROUNDS = 2;

    /** Maximum number of cached names and types. */
    static final int MAX_CACHED = 50_000;

    /** Maximum caching time of an answer, whatever its TTL. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    /** Maximum caching time of a negative answer (RFC 2308 section 5 advises at most one to three hours). */
    static final Duration MAX_NEGATIVE_AGE = Duration.ofMinutes(5);

    /** Maximum length of a chain of aliases. */
    static final int MAX_ALIASES = 8;

    /** Maximum characters of a validation failure's reason, which may contain record data, in our own texts. */
    private static final int MAX_REASON = 300;

    /** The extended error codes that concern DNSSEC (RFC 8914 section 4). */
    private static final Set<Integer> DNSSEC_CODES = Set.of(
            ExtendedErrorCodeOption.UNSUPPORTED_DNSKEY_ALGORITHM,
            ExtendedErrorCodeOption.UNSUPPORTED_DS_DIGEST_TYPE,
            ExtendedErrorCodeOption.DNSSEC_INDETERMINATE,
            ExtendedErrorCodeOption.DNSSEC_BOGUS,
            ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
            ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID,
            ExtendedErrorCodeOption.DNSKEY_MISSING,
            ExtendedErrorCodeOption.RRSIGS_MISSING,
            ExtendedErrorCodeOption.NO_ZONE_KEY_BIT_SET,
            ExtendedErrorCodeOption.NSEC_MISSING,
            ExtendedErrorCodeOption.SIGNATURE_EXPIRED_BEFORE_VALID,
            ExtendedErrorCodeOption.UNSUPPORTED_NSEC3_ITERATIONS_VALUE);

    private final LookupSession lookups;

    private DnsJavaResolver(LookupSession lookups) {
        this.lookups = lookups;
    }

    /** Queries these servers; also answers from the system's hosts file. */
    public static DnsJavaResolver asking(DnsServers servers) {
        return asking(servers, SERVER_TIMEOUT);
    }

    /**
     * Like {@link #asking(DnsServers)}, with validation if there are anchors. The servers must return signatures when
     * asked (DO bit); otherwise everything below an anchor is bogus.
     *
     * @param clock the time at which signatures must be valid
     */
    public static DnsJavaResolver asking(DnsServers servers, TrustAnchors anchors, InstantSource clock) {
        if (anchors.isEmpty()) {
            return asking(servers);
        }
        ValidatingResolver validator =
                new ValidatingResolver(all(servers, SERVER_TIMEOUT), clock.withZone(ZoneOffset.UTC));
        // The reason is already in an extended error (RFC 8914).
        validator.setAddReasonToAdditional(false);
        try {
            validator.loadTrustAnchors(new ByteArrayInputStream(anchors.lines().getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException impossible) {
            throw new IllegalStateException("trust anchors cannot be parsed a second time", impossible);
        }
        return caching(validator);
    }

    /**
     * Like {@link #asking(DnsServers)}, with another timeout for one server; the total is {@link #ROUNDS} times that.
     */
    static DnsJavaResolver asking(DnsServers servers, Duration timeout) {
        return caching(all(servers, timeout));
    }

    private static ExtendedResolver all(DnsServers servers, Duration timeout) {
        List<SimpleResolver> each = servers.addresses().stream()
                .map(server -> simple(server, timeout))
                .toList();
        ExtendedResolver all = new ExtendedResolver(each.toArray(new org.xbill.DNS.Resolver[0]));
        all.setTimeout(TOTAL_TIMEOUT);
        all.setRetries(ROUNDS);
        return all;
    }

    private static DnsJavaResolver caching(org.xbill.DNS.Resolver resolver) {
        Cache cache = new Cache(DClass.IN);
        cache.setMaxEntries(MAX_CACHED);
        cache.setMaxCache((int) MAX_AGE.toSeconds());
        cache.setMaxNCache((int) MAX_NEGATIVE_AGE.toSeconds());
        return new DnsJavaResolver(LookupSession.builder()
                .resolver(resolver)
                .cache(cache)
                .maxRedirects(MAX_ALIASES)
                .defaultHostsFileParser()
                .build());
    }

    @Override
    public Uni<Answer<MailExchanger>> mx(DomainName domain) {
        return ask(domain, Type.MX, DnsJavaResolver::exchanger);
    }

    @Override
    public Uni<Answer<InetAddress>> addresses(DomainName host, Family family) {
        return switch (family) {
            case IPV4 -> ask(host, Type.A, DnsJavaResolver::address);
            case IPV6 -> ask(host, Type.AAAA, DnsJavaResolver::address);
        };
    }

    private <T> Uni<Answer<T>> ask(DomainName domain, int type, Function<Record, Optional<T>> reading) {
        Name name;
        try {
            name = Name.fromString(domain.ascii(), Name.root);
        } catch (TextParseException tooLong) {
            // RFC 5321 allows a domain of 254 or 255 characters, but with the root label that is no name of RFC 1035.
            return Uni.createFrom().item(new Answer.NoSuchName<>());
        }
        return Uni.createFrom()
                .completionStage(() -> lookups.lookupAsync(name, type))
                .map(result -> read(result, reading))
                .ifNoItem()
                .after(OVERALL_TIMEOUT)
                .recoverWithItem(
                        () -> new Answer.TemporaryFailure<>("no answer within " + OVERALL_TIMEOUT.toSeconds() + " s"))
                .onFailure()
                .recoverWithItem(failure -> failed(failure));
    }

    private static <T> Answer<T> read(LookupResult result, Function<Record, Optional<T>> reading) {
        List<T> records = result.getRecords().stream()
                .map(reading)
                .flatMap(Optional::stream)
                .toList();
        if (!records.isEmpty()) {
            return new Answer.Found<>(records);
        }
        return result.getRecords().isEmpty()
                ? new Answer.NoData<>()
                : new Answer.Malformed<>("no record has a valid host name");
    }

    private static <T> Answer<T> failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case NoSuchDomainException noName -> new Answer.NoSuchName<>();
            case NoSuchRRSetException noRecord -> new Answer.NoData<>();
            case RedirectLoopException loop -> new Answer.Malformed<>("its aliases form a loop");
            case RedirectOverflowException chain -> new Answer.Malformed<>("more than " + MAX_ALIASES + " aliases");
            case InvalidZoneDataException zone -> new Answer.Malformed<>("the zone contradicts itself");
            case ServerFailedException bogus
            when isBogus(bogus) -> new Answer.TemporaryFailure<>("DNSSEC: " + reason(bogus));
            // An open set: SERVFAIL, REFUSED, timeout, unreachable network.
            default -> new Answer.TemporaryFailure<>(text(cause));
        };
    }

    private static boolean isBogus(ServerFailedException failure) {
        ExtendedErrorCodeOption code = failure.getExtendedRcode();
        return code != null && DNSSEC_CODES.contains(code.getErrorCode());
    }

    // The reason contains record data and may come from the server; it ends up in messages and logs.
    private static String reason(ServerFailedException bogus) {
        ExtendedErrorCodeOption error = bogus.getExtendedRcode();
        String text = Objects.requireNonNullElse(error.getText(), "");
        String reason = text.isBlank() ? ExtendedErrorCodeOption.text(error.getErrorCode()) : text;
        return reason.substring(0, Math.min(reason.length(), MAX_REASON)).replaceAll("[^ -~]", "?");
    }

    private static String text(Throwable cause) {
        return Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    }

    /** Converts an MX record; empty if its host name is not valid. */
    static Optional<MailExchanger> exchanger(Record record) {
        if (!(record instanceof MXRecord mx)) {
            return Optional.empty();
        }
        if (mx.getTarget().equals(Name.root)) {
            return Optional.of(new MailExchanger.Null());
        }
        try {
            DomainName host = DomainName.parse(mx.getTarget().toString(true));
            return Optional.of(new MailExchanger.Host(mx.getPriority(), host));
        } catch (AddressSyntaxException notAHost) {
            return Optional.empty();
        }
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            default -> Optional.empty();
        };
    }

    private static SimpleResolver simple(InetSocketAddress server, Duration timeout) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(timeout);
        return resolver;
    }
}
