package dev.posthaste.smtp.server;

import dev.posthaste.listener.Admissions;
import dev.posthaste.listener.Channel;
import dev.posthaste.listener.ConnectionHandler;
import dev.posthaste.listener.Encryption;
import dev.posthaste.listener.Endpoint;
import dev.posthaste.listener.Networks;
import dev.posthaste.listener.PortListener;
import dev.posthaste.listener.Protocol;
import dev.posthaste.listener.Refusal;
import dev.posthaste.listener.Timeouts;
import dev.posthaste.listener.Transport;
import dev.posthaste.smtp.wire.Reply;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The SMTP ports of this server; they share the limits of connections. */
public final class SmtpServer {

    private final Vertx vertx;
    private final SmtpSettings settings;
    private final SmtpDependencies dependencies;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Admissions admissions;
    private final List<PortListener> ports = new CopyOnWriteArrayList<>();

    /** A server that listens nowhere yet. */
    public SmtpServer(
            Vertx vertx,
            SmtpSettings settings,
            SmtpDependencies dependencies,
            MeterRegistry registry,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.dependencies = dependencies;
        this.registry = registry;
        this.clock = clock;
        Limits limits = settings.limits();
        this.admissions = new Admissions(limits.connections(), limits.connectionsPerAddress());
        registry.gauge("posthaste.smtp.connections", admissions, Admissions::count);
    }

    /**
     * Opens a port.
     *
     * @return the port; a failure if it is taken
     * @throws IllegalArgumentException for SUBMISSIONS without TLS from the first octet, and for others with it
     */
    public Uni<Integer> listen(Service service, Endpoint endpoint) {
        boolean implicit = endpoint.encryption() instanceof Encryption.Implicit;
        if (implicit != (service == Service.SUBMISSIONS)) {
            throw new IllegalArgumentException(service + " with TLS from the first octet: " + implicit);
        }
        Session session = new Session(service, settings, startTls(endpoint.encryption()));
        Port port = new Port(session, settings, dependencies, new Meters(registry, service), clock);
        PortListener listener = new PortListener(vertx, endpoint, admissions, new Smtp(port));
        ports.add(listener);
        return listener.start();
    }

    /**
     * Stops: connections without a message at risk are told 421 at once, the others after their reply. Those that take
     * longer than {@code patience} are cut.
     */
    public Uni<Void> stop(Duration patience) {
        return ports.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(ports.stream().map(port -> port.stop(patience)).toList())
                        .andCollectFailures()
                        .replaceWithVoid();
    }

    private static StartTls startTls(Encryption encryption) {
        return switch (encryption) {
            case Encryption.OnRequest onRequest -> StartTls.OFFERED;
            case Encryption.Absent absent -> StartTls.ABSENT;
            case Encryption.Implicit implicit -> StartTls.ABSENT;
        };
    }

    private record Smtp(Port port) implements Protocol {

        @Override
        public ConnectionHandler handler(Transport transport) {
            return new Conversation(port, link(transport), transport);
        }

        private Link link(Transport transport) {
            return Link.of(transport.peer(), channel(transport), Transmission.security(transport));
        }

        private Channel channel(Transport transport) {
            if (transport.tls().isPresent()) {
                return Channel.TLS;
            }
            return switch (port.settings().clearTextLogin()) {
                case NEVER -> Channel.CLEAR;
                case ON_LOOPBACK ->
                    Networks.LOOPBACK.contains(transport.peer()) ? Channel.CLEAR_PERMITTED : Channel.CLEAR;
            };
        }

        @Override
        public byte[] refusal(Refusal why) {
            Reply reply =
                    switch (why) {
                        case TOO_MANY_OF_ALL -> Replies.TOO_MANY_OF_ALL;
                        case TOO_MANY_OF_ADDRESS -> Replies.TOO_MANY_OF_YOU;
                        case STOPPING -> Replies.STOPPING;
                    };
            return reply.octets();
        }

        @Override
        public Timeouts timeouts() {
            return Timeouts.withStall(port.settings().limits().stall());
        }
    }
}
