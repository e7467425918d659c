package dev.posthaste.app;

import dev.posthaste.address.DomainName;
import dev.posthaste.api.RateLimits;
import dev.posthaste.blob.s3.Bucket;
import dev.posthaste.delivery.remote.RelayRoutes;
import dev.posthaste.dns.TrustAnchors;
import dev.posthaste.id.Secret;
import dev.posthaste.listener.Networks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * The settings of this process. Every component is valid; a secret in it cannot be printed.
 *
 * @param messageSizeMax the largest accepted message, in octets: SIZE, APPENDLIMIT, API
 * @param rates how many requests of the API a key and an address may make
 * @param remarks warnings to log at start, a sentence each
 */
public record Configuration(
        Mode mode,
        Path dataDirectory,
        DomainName hostname,
        Keys keys,
        Storage storage,
        Set<Role> roles,
        Listening listening,
        Dns dns,
        Relay relay,
        long messageSizeMax,
        RateLimits.Rates rates,
        List<String> remarks) {

    /** Whether the server runs for development or in production. */
    public enum Mode {
        /** On a developer's machine: no mail leaves, domains need no proof in the DNS, certificates are self-signed. */
        LOCAL,
        /** On the Internet. */
        PRODUCTION
    }

    /** Keys that were given instead of being generated. */
    public record Keys(Optional<Secret> admin, Optional<Secret> master) {}

    /**
     * Where things are kept.
     *
     * @param eventRetention how long events are kept, at least; whole days
     */
    public record Storage(Database database, Optional<Secret> redisUrl, Blobs blobs, Duration eventRetention) {}

    /** Where the tables are. */
    public sealed interface Database {
        /** In the data directory, in a server of our own. */
        record Embedded() implements Database {}

        /** In a server that somebody runs. */
        record External(ConnectionInfo connection) implements Database {}
    }

    /** Where the bytes of large messages are. */
    public sealed interface Blobs {
        /** In the database. */
        record InDatabase() implements Blobs {}

        /** In files below a folder that every node sees. */
        record InFiles(Path folder) implements Blobs {}

        /** In objects of a bucket. */
        record InBucket(Bucket bucket) implements Blobs {}
    }

    /**
     * Where we listen; port 0 is any free one.
     *
     * @param relays who is served by LMTP
     */
    public record Listening(String bind, Map<Listener, Integer> ports, Networks relays) {

        /** The port that was asked for. */
        public int port(Listener listener) {
            return Objects.requireNonNull(ports.get(listener));
        }
    }

    /** DNS servers to query (none: the system's), and the DNSSEC trust anchors. */
    public record Dns(List<HostPort> servers, TrustAnchors anchors) {}

    /** The port of MX hosts, and the domains that are routed elsewhere. */
    public record Relay(int port, RelayRoutes routes) {}

    /** Makes what it holds unchangeable. */
    public Configuration {
        roles = Set.copyOf(roles);
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads environment and system properties; a property {@code posthaste.http.port} wins over the variable.
     *
     * @throws StartException with a sentence for everything that is wrong
     */
    public static Configuration read(Map<String, String> environment, Properties properties) throws StartException {
        return new ConfigurationReader(new Settings(environment, properties)).read();
    }

    /** The listeners of the roles that this process plays. */
    public Set<Listener> listeners() {
        EnumSet<Listener> listeners = EnumSet.allOf(Listener.class);
        listeners.removeIf(listener -> !listener.servedBy(roles));
        return listeners;
    }
}
