package dev.posthaste.pop3.server;

import dev.posthaste.certificate.ServerTls;
import dev.posthaste.listener.Admissions;
import dev.posthaste.listener.ConnectionHandler;
import dev.posthaste.listener.Endpoint;
import dev.posthaste.listener.PortListener;
import dev.posthaste.listener.Protocol;
import dev.posthaste.listener.Refusal;
import dev.posthaste.listener.Timeouts;
import dev.posthaste.listener.Transport;
import dev.posthaste.pop3.wire.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Listens for POP3 clients on one port. */
public final class Pop3Server {

    private static final Response.Err TOO_MANY =
            new Response.Err(Response.Code.SYS_TEMP, "Too many connections, try again later");

    private final PortListener port;

    /** A server that is not listening yet. */
    public Pop3Server(Vertx vertx, ServerTls tls, Pop3Settings settings, Pop3Dependencies dependencies) {
        this(vertx, tls, settings, dependencies.backend(), Extensions.ALL);
    }

    Pop3Server(Vertx vertx, ServerTls tls, Pop3Settings settings, Backend backend, Extensions extensions) {
        Pop3Settings.Limits limits = settings.limits();
        Endpoint endpoint = new Endpoint(
                settings.host(), settings.port(), settings.protection().with(tls), limits.eventLoops());
        Admissions admissions = new Admissions(limits.connections(), limits.connectionsPerAddress());
        port = new PortListener(vertx, endpoint, admissions, new Pop3(backend, settings, extensions));
    }

    /** Listens, and tells the port: the one of the settings, or for 0 the one that was free. Fails if it is taken. */
    public Uni<Integer> start() {
        return port.start();
    }

    /**
     * Takes no more connections, lets each session end the command that it is at, and closes what is left after {@code
     * patience}. Messages that a session had only marked are still there.
     */
    public Uni<Void> stop(Duration patience) {
        return port.stop(patience);
    }

    private record Pop3(Backend backend, Pop3Settings settings, Extensions extensions) implements Protocol {

        @Override
        public ConnectionHandler handler(Transport transport) {
            return new Connection(transport, backend, settings, extensions);
        }

        @Override
        public byte[] refusal(Refusal why) {
            return TOO_MANY.octets();
        }

        @Override
        public Timeouts timeouts() {
            return Timeouts.withStall(settings.limits().idle());
        }
    }
}
