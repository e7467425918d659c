package dev.posthaste.app;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.api.Rate;
import dev.posthaste.api.RateLimits;
import dev.posthaste.app.Configuration.Blobs;
import dev.posthaste.app.Configuration.Database;
import dev.posthaste.app.Configuration.Dns;
import dev.posthaste.app.Configuration.Keys;
import dev.posthaste.app.Configuration.Listening;
import dev.posthaste.app.Configuration.Mode;
import dev.posthaste.app.Configuration.Relay;
import dev.posthaste.app.Configuration.Storage;
import dev.posthaste.delivery.remote.RelayRoutes;
import dev.posthaste.dns.TrustAnchors;
import dev.posthaste.id.Secret;
import dev.posthaste.listener.Networks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses settings into a {@link Configuration}. A message names the variable, and never repeats what may be a secret. */
final class ConfigurationReader {

    /** RFC 1035 section 4.2. */
    private static final int DNS_PORT = 53;

    /** RFC 5321 section 4.5.4.2. */
    private static final int SMTP_PORT = 25;

    /** RFC 5321 section 4.5.3.1.7: a message of 64 KiB must not be refused for its size. */
    private static final long SIZE_MIN = 64L << 10;

    /** Also far below the largest {@code int}, in which some code counts octets. */
    private static final long SIZE_MAX = 1L << 30;

    private static final long SIZE_DEFAULT = 50L << 20;

    private static final Duration EVENT_RETENTION = Duration.ofDays(30);

    private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,3}) ?d");

    private static final Pattern SIZE = Pattern.compile("(\\d{1,10}) ?(B|KiB|MiB|GiB)?");

    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    /** Names that are kept for a part that is still to come. */
    private static final Set<Role> NOT_SERVED_YET = EnumSet.of(Role.MANAGESIEVE, Role.WEB);

    private final Settings settings;

    ConfigurationReader(Settings settings) {
        this.settings = settings;
    }

    Configuration read() throws StartException {
        Mode mode = settings.read("POSTHASTE_MODE", Mode.PRODUCTION, text -> constant(Mode.class, text));
        Set<Role> roles = settings.read("POSTHASTE_ROLES", EnumSet.allOf(Role.class), ConfigurationReader::roles);
        Configuration configuration = new Configuration(
                mode,
                settings.read("POSTHASTE_DATA_DIR", Path.of("data"), Path::of).toAbsolutePath(),
                hostname(mode),
                new Keys(
                        settings.read("POSTHASTE_ADMIN_KEY", Secret::new),
                        settings.read("POSTHASTE_MASTER_KEY", Secret::new)),
                storage(),
                roles,
                listening(mode),
                new Dns(
                        settings.read("POSTHASTE_DNS_SERVERS", List.of(), ConfigurationReader::servers),
                        settings.read("POSTHASTE_DNS_TRUST_ANCHOR", TrustAnchors.NONE, TrustAnchors::parse)),
                new Relay(
                        settings.read("POSTHASTE_RELAY_PORT", SMTP_PORT, HostPort::port),
                        settings.read("POSTHASTE_RELAY_ROUTES", RelayRoutes.NONE, RelayRoutes::parse)),
                settings.read("POSTHASTE_MESSAGE_SIZE_MAX", SIZE_DEFAULT, ConfigurationReader::size),
                rates(),
                // The last: every setting has been asked for.
                remarks(settings, roles));
        settings.requireNoProblem();
        return configuration;
    }

    private RateLimits.Rates rates() {
        RateLimits.Rates usual = RateLimits.Rates.DEFAULT;
        return new RateLimits.Rates(
                settings.read("POSTHASTE_API_RATE", usual.api(), Rate::parse),
                settings.read("POSTHASTE_API_SEND_RATE", usual.send(), Rate::parse),
                settings.read("POSTHASTE_API_ANONYMOUS_RATE", usual.anonymous(), Rate::parse));
    }

    private DomainName hostname(Mode mode) {
        if (mode == Mode.PRODUCTION && settings.text("POSTHASTE_HOSTNAME").isEmpty()) {
            settings.problem("POSTHASTE_HOSTNAME is missing: other servers must be able to find this one, so set it to"
                    + " its name in the DNS, such as mx1.example.com; or set POSTHASTE_MODE=local to try things out.");
        }
        return settings.read("POSTHASTE_HOSTNAME", DomainName.of("localhost"), ConfigurationReader::domain);
    }

    private Storage storage() {
        return new Storage(
                settings.<Database>read(
                        "POSTHASTE_DATABASE_URL",
                        new Database.Embedded(),
                        text -> new Database.External(ConnectionInfo.parse(text))),
                settings.read("POSTHASTE_REDIS_URL", ConfigurationReader::redis),
                settings.<Blobs>read("POSTHASTE_BLOB_URL", new Blobs.InDatabase(), BlobUrl::parse),
                settings.read("POSTHASTE_EVENT_RETENTION", EVENT_RETENTION, ConfigurationReader::days));
    }

    private Listening listening(Mode mode) {
        Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
        for (Listener listener : Listener.values()) {
            ports.put(listener, settings.read(listener.variable(), listener.defaultPort(mode), HostPort::port));
        }
        String bind =
                switch (mode) {
                    case LOCAL -> "127.0.0.1";
                    case PRODUCTION -> "0.0.0.0";
                };
        if (Objects.equals(ports.get(Listener.LMTP), SMTP_PORT)) {
            settings.problem(
                    "POSTHASTE_LMTP_PORT is 25, which belongs to SMTP (RFC 2033 section 5): set it to another.");
        }
        return new Listening(
                settings.text("POSTHASTE_BIND").orElse(bind),
                Map.copyOf(ports),
                settings.read("POSTHASTE_LMTP_TRUSTED", Networks.LOOPBACK, Networks::parse));
    }

    private static DomainName domain(String text) {
        try {
            return DomainName.parse(text);
        } catch (AddressSyntaxException cause) {
            throw new IllegalArgumentException(cause.getMessage(), cause);
        }
    }

    private static Secret redis(String text) {
        if (!text.matches("rediss?://[^\\s]+")) {
            throw new IllegalArgumentException("is not of the form redis://[user:password@]host:port[/number]");
        }
        return new Secret(text);
    }

    /** A role that is not implemented yet is an error, not silently ignored. */
    private static List<String> remarks(Settings settings, Set<Role> roles) {
        Stream<String> missing = roles.size() == Role.values().length
                ? Stream.empty()
                : roles.stream()
                        .filter(NOT_SERVED_YET::contains)
                        .map(role -> "POSTHASTE_ROLES names " + role.label() + ", which is not served yet");
        return Stream.concat(settings.remarks().stream(), missing).toList();
    }

    private static Set<Role> roles(String text) {
        if (text.equals("all")) {
            return EnumSet.allOf(Role.class);
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words(text).forEach(word -> roles.add(constant(Role.class, word)));
        return roles;
    }

    private static List<HostPort> servers(String text) {
        return words(text).map(word -> HostPort.parse(word, DNS_PORT)).toList();
    }

    /** Octets, written as {@code 50MiB}. */
    private static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 50MiB");
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long octets = Long.parseLong(matcher.group(1)) << SHIFTS.getOrDefault(unit, 0);
        if (octets < SIZE_MIN || octets > SIZE_MAX) {
            throw new IllegalArgumentException("'" + text + "' is not between 64KiB and 1GiB");
        }
        return octets;
    }

    /** Whole days, written as {@code 30d}: partitions are dropped by the day. */
    private static Duration days(String text) {
        Matcher matcher = DAYS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number of days from 1d to 9999d");
        }
        return Duration.ofDays(Long.parseLong(matcher.group(1)));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> label(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + Stream.of(type.getEnumConstants())
                                .map(ConfigurationReader::label)
                                .toList()));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }
}
