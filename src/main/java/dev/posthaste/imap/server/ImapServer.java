package dev.posthaste.imap.server;

import dev.posthaste.certificate.ServerTls;
import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ResponseWriter;
import dev.posthaste.listener.Admissions;
import dev.posthaste.listener.ConnectionHandler;
import dev.posthaste.listener.Endpoint;
import dev.posthaste.listener.PortListener;
import dev.posthaste.listener.Protocol;
import dev.posthaste.listener.Refusal;
import dev.posthaste.listener.Timeouts;
import dev.posthaste.listener.Transport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Listens for IMAP clients on one port. */
public final class ImapServer {

    private final Admissions admissions;
    private final PortListener port;

    /** A server that is not listening yet. */
    public ImapServer(Vertx vertx, ServerTls tls, ImapSettings settings, ImapDependencies dependencies) {
        ImapSettings.Limits limits = settings.limits();
        admissions = new Admissions(limits.connections(), limits.connectionsPerAddress());
        Endpoint endpoint = new Endpoint(
                settings.host(), settings.port(), settings.protection().with(tls), limits.eventLoops());
        port = new PortListener(vertx, endpoint, admissions, new Imap(dependencies, settings));
    }

    /** Listens, and tells the port: the one of the settings, or for 0 the one that was free. Fails if it is taken. */
    public Uni<Integer> start() {
        return port.start();
    }

    /**
     * Takes no more connections, lets each session end the command that it is at with BYE, and closes what is left after
     * {@code patience}.
     */
    public Uni<Void> stop(Duration patience) {
        return port.stop(patience);
    }

    /** How many connections are open now. */
    int connections() {
        return admissions.count();
    }

    private record Imap(ImapDependencies dependencies, ImapSettings settings) implements Protocol {

        @Override
        public ConnectionHandler handler(Transport transport) {
            return new Connection(transport, dependencies, settings);
        }

        @Override
        public byte[] refusal(Refusal why) {
            ResponseWriter bye = new ResponseWriter(Dialect.REV1);
            bye.status("*", Condition.BYE, ResponseCode.UNAVAILABLE, "Too many connections, try again later");
            ByteBuffer written = bye.take();
            byte[] line = new byte[written.remaining()];
            written.get(line);
            return line;
        }

        @Override
        public Timeouts timeouts() {
            return Timeouts.withStall(settings.limits().stall());
        }
    }
}
