package dev.posthaste.pop3.server;

import dev.posthaste.certificate.ServerTls;
import dev.posthaste.pop3.server.OpenConnections.Admission;
import dev.posthaste.pop3.server.Pop3Settings.Protection;
import dev.posthaste.pop3.wire.Response;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens for POP3 clients on one port. */
public final class Pop3Server {

    private static final Response.Err TOO_MANY =
            new Response.Err(Response.Code.SYS_TEMP, "Too many connections, try again later");

    private final Vertx vertx;
    private final ServerTls tls;
    private final Pop3Settings settings;
    private final Backend backend;
    private final OpenConnections connections;
    private volatile Future<String> deployment = Future.failedFuture("not started");
    private final AtomicInteger actualPort = new AtomicInteger();

    /** A server that is not listening yet. */
    public Pop3Server(Vertx vertx, ServerTls tls, Pop3Settings settings, Pop3Rooms rooms) {
        this(vertx, tls, settings, rooms.backend());
    }

    Pop3Server(Vertx vertx, ServerTls tls, Pop3Settings settings, Backend backend) {
        this.vertx = vertx;
        this.tls = tls;
        this.settings = settings;
        this.backend = backend;
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
     * Takes no more connections, lets each session end the command that it is at, and closes what is left after {@code
     * patience}. Messages that a session had only marked are still there.
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
                socket.end(Buffer.buffer(TOO_MANY.octets()));
                return;
            }
            Connection connection =
                    new Connection(socket, context, backend, settings.limits().failureDelay());
            connections.add(connection);
            connection
                    .run(channel())
                    .onComplete(ended -> connections.leave(address))
                    .onComplete(ended -> connections.remove(connection));
        }
    }

    private NetServerOptions options() {
        NetServerOptions port = new NetServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                // Closes without a word, as RFC 1939 section 3 wants it; counts what is sent as well as what comes.
                .setIdleTimeout(Math.toIntExact(settings.limits().idle().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setTcpNoDelay(true);
        return settings.protection() == Protection.IMPLICIT_TLS ? tls.implicit(port) : tls.onRequest(port);
    }

    private Channel channel() {
        return switch (settings.protection()) {
            case IMPLICIT_TLS -> Channel.TLS;
            case STLS_BEFORE_LOGIN -> Channel.CLEAR;
            case CLEAR_PERMITTED -> Channel.CLEAR_PERMITTED;
        };
    }
}
