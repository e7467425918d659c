package dev.posthaste.smtp.server;

import dev.posthaste.address.DomainName;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.ServerTls;
import dev.posthaste.certificate.SniKeyManager;
import dev.posthaste.listener.Encryption;
import dev.posthaste.listener.Endpoint;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A server with its three kinds of port on free ports of this machine. */
final class RunningServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ServerTls TLS = new ServerTls(new SniKeyManager(
            new SelfSigned(InstantSource.system(), new SecureRandom())
                    .generate(List.of(new CertificateName.Exact(DomainName.of("mx.example.org")))),
            InstantSource.system()));

    final World world;
    final SmtpServer server;
    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);

    RunningServer(World world, Limits limits) {
        this.world = world;
        server = new SmtpServer(vertx, World.settings(limits), world.dependencies(), registry, InstantSource.system());
        for (Service service : Service.values()) {
            ports.put(service, server.listen(service, endpoint(service)).await().atMost(PATIENCE));
        }
    }

    private static Endpoint endpoint(Service service) {
        Encryption encryption =
                switch (service) {
                    case MX, SUBMISSION, LMTP -> new Encryption.OnRequest(TLS);
                    case SUBMISSIONS -> new Encryption.Implicit(TLS);
                };
        return new Endpoint("127.0.0.1", 0, encryption, 2);
    }

    SocketClient connect(Service service) throws IOException {
        SocketClient client = new SocketClient(ports.get(service));
        if (service == Service.SUBMISSIONS) {
            client.startTls();
        }
        return client;
    }

    void awaitConnections(int wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (registry.get("posthaste.smtp.connections").gauge().value() != wanted) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not " + wanted + " connections");
            }
            Thread.onSpinWait();
        }
    }

    int port(Service service) {
        return ports.get(service);
    }

    /** Replies with the ids of emails, which differ from run to run, made alike. */
    static String anyId(String text) {
        return text.replaceAll("em_[0-9a-z]{26}", "em_…");
    }

    @Override
    public void close() {
        server.stop(Duration.ofMillis(100)).await().atMost(PATIENCE);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
