package dev.posthaste.imap.server;

import dev.posthaste.certificate.ServerTls;
import dev.posthaste.imap.server.ImapSettings.Protection;
import dev.posthaste.imap.server.OpenConnections.Admission;
import dev.posthaste.imap.wire.Condition;
import dev.posthaste.imap.wire.Dialect;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.ResponseWriter;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens for IMAP clients on one port. */
public final class ImapServer {

    private final Vertx vertx;
    private final ServerTls tls;
    private final ImapSettings settings;
    private final Rooms rooms;
    private final OpenConnections connections;
    private final AtomicInteger actualPort = new AtomicInteger();
    private volatile Future<String> deployment = Future.failedFuture("not started");

    /** A server that is not listening yet. */
    public ImapServer(Vertx vertx, ServerTls tls, ImapSettings settings, Rooms rooms) {
        this.vertx = vertx;
        this.tls = tls;
        this.settings = settings;
        this.rooms = rooms;
        this.connections = new OpenConnections(settings.limits());
    }

    /** Listens, and tells the port: the one of the settings, or for 0 the one that was free. Fails if it is taken. */
    public Uni<Integer> start() {
        // Listeners share a port by its number, which 0 is not.
        int listeners = settings.port() == 0 ? 1 : settings.limits().eventLoops();
        DeploymentOptions options = new DeploymentOptions().setInstances(listeners);
        return Uni.createFrom().completionStage(() -> {
            deployment = vertx.deployVerticle(Listener::new, options);
            return deployment.map(deployed -> actualPort.get()).toCompletionStage();
        });
    }

    /**
     * Takes no more connections, lets each session end the command that it is at with BYE, and closes what is left after
     * {@code patience}.
     */
    public Uni<Void> stop(Duration patience) {
        return Uni.createFrom().completionStage(() -> {
            Promise<Void> over = Promise.promise();
            long timer = vertx.setTimer(Math.max(1, patience.toMillis()), fired -> over.tryComplete());
            return Future.any(connections.finish(), over.future())
                    .onComplete(done -> vertx.cancelTimer(timer))
                    .compose(done -> deployment)
                    .compose(vertx::undeploy)
                    .toCompletionStage();
        });
    }

    /** How many connections are open now. */
    int connections() {
        return connections.size();
    }

    /** The port's part on one event loop. */
    private final class Listener extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            NetServer server = vertx.createNetServer(options()).connectHandler(this::accept);
            server.listen()
                    .onSuccess(listening -> actualPort.set(listening.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void accept(NetSocket socket) {
            String address = socket.remoteAddress().hostAddress();
            if (connections.admit(address) == Admission.REFUSED) {
                socket.end(tooMany());
                return;
            }
            Connection connection = new Connection(socket, context, rooms, settings);
            connections.add(connection);
            connection
                    .run()
                    .onComplete(ended -> connections.leave(address))
                    .onComplete(ended -> connections.remove(connection));
        }
    }

    private static Buffer tooMany() {
        ResponseWriter bye = new ResponseWriter(Dialect.REV1);
        bye.status("*", Condition.BYE, ResponseCode.UNAVAILABLE, "Too many connections, try again later");
        return Buffer.buffer(bye.take());
    }

    private NetServerOptions options() {
        NetServerOptions port = new NetServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setTcpNoDelay(true);
        return settings.protection() == Protection.IMPLICIT_TLS ? tls.implicit(port) : tls.onRequest(port);
    }
}
