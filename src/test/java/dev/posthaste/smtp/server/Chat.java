package dev.posthaste.smtp.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthaste.intake.Origin;
import dev.posthaste.listener.Channel;
import dev.posthaste.listener.MemoryConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;

/** A conversation without a network, for tests to speak with. */
final class Chat {

    final World world;
    final MemoryConnection line;
    final MeterRegistry registry;
    private long millis;
    private boolean open;

    Chat(Service service) {
        this(service, World.prompt(), Limits.DEFAULT);
    }

    Chat(Service service, World world, Limits limits) {
        this(service, channel(service), world, limits, new SimpleMeterRegistry());
    }

    /** On a port with other extensions. */
    Chat(Service service, Extensions extensions) {
        this(service, channel(service), World.prompt(), Limits.DEFAULT, new SimpleMeterRegistry(), extensions);
    }

    Chat(Service service, Channel channel, World world, Limits limits, MeterRegistry registry) {
        this(service, channel, world, limits, registry, Extensions.ALL);
    }

    private Chat(
            Service service,
            Channel channel,
            World world,
            Limits limits,
            MeterRegistry registry,
            Extensions extensions) {
        this.world = world;
        this.registry = registry;
        SmtpSettings settings = World.settings(limits);
        Port port = new Port(
                new Session(service, settings, StartTls.OFFERED, extensions),
                settings,
                world.dependencies(),
                new Meters(registry, service),
                () -> Instant.ofEpochMilli(millis));
        line = new MemoryConnection(
                transport -> new Conversation(port, Link.of(transport.peer(), channel, security(channel)), transport));
    }

    private static Origin.Security security(Channel channel) {
        return channel == Channel.TLS
                ? new Origin.Security.Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384")
                : new Origin.Security.Clear();
    }

    private static Channel channel(Service service) {
        return switch (service) {
            case MX, LMTP -> Channel.CLEAR;
            case SUBMISSION -> Channel.CLEAR_PERMITTED;
            case SUBMISSIONS -> Channel.TLS;
        };
    }

    /** Is greeted, and says these lines; only what is said to them is kept. */
    Chat begun(String... lines) {
        if (!open) {
            open = true;
            line.open();
        }
        for (String text : lines) {
            say(text);
        }
        line.sent();
        return this;
    }

    /** Says a line; what is said to it is not kept. */
    Chat told(String text) {
        say(text);
        return this;
    }

    /** What the server answers to a line. */
    String say(String text) {
        return send(text + "\r\n");
    }

    /** What the server answers to octets. */
    String send(String octets) {
        line.receive(octets.getBytes(UTF_8));
        return line.sent();
    }

    /** Lets time pass. */
    void wait(Duration time) {
        millis += time.toMillis();
        line.pass(time);
    }
}
