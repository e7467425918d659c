package dev.posthaste.listener;

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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Listens on one port. A connection stays with the event loop that accepted it. */
public final class PortListener {

    private static final Logger LOG = Logger.getLogger(PortListener.class);

    /** Vert.x gives the event loops that ask for the same negative port one port together, whichever is free. */
    private static final AtomicInteger NEXT_FREE_PORT = new AtomicInteger(-1);

    private static final Future<String> NOT_DEPLOYED = Future.failedFuture("not deployed");

    private final Vertx vertx;
    private final Endpoint endpoint;
    private final Admissions admissions;
    private final Protocol protocol;
    private final AtomicInteger actualPort = new AtomicInteger();
    private final Set<PacedConnection> open = ConcurrentHashMap.newKeySet();
    private final Promise<Void> allEnded = Promise.promise();
    private volatile boolean finishing;
    /** What is to be undone by the first who stops. */
    private final AtomicReference<Future<String>> deployment = new AtomicReference<>(NOT_DEPLOYED);

    /** A listener that does not listen yet. */
    public PortListener(Vertx vertx, Endpoint endpoint, Admissions admissions, Protocol protocol) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.admissions = admissions;
        this.protocol = protocol;
    }

    /** Listens, and tells the port: the endpoint's, or for 0 the one that was free. Fails if it is taken. */
    public Uni<Integer> start() {
        int port = endpoint.port() == 0 ? NEXT_FREE_PORT.getAndDecrement() : endpoint.port();
        DeploymentOptions options = new DeploymentOptions().setInstances(endpoint.eventLoops());
        return Uni.createFrom().completionStage(() -> {
            Future<String> deployed = vertx.deployVerticle(() -> new Acceptor(port), options);
            deployment.set(deployed);
            return deployed.map(id -> actualPort.get()).toCompletionStage();
        });
    }

    /**
     * Serves no more connections, lets each session end what it is at, and cuts what is left after {@code patience}. Until
     * then new clients are told that the server stops.
     */
    public Uni<Void> stop(Duration patience) {
        return Uni.createFrom().completionStage(() -> {
            Promise<Void> over = Promise.promise();
            long timer = vertx.setTimer(Math.max(1, patience.toMillis()), fired -> over.tryComplete());
            return Future.any(finish(), over.future())
                    .onComplete(done -> cutWhatIsLeft(timer))
                    .compose(done -> undeploy())
                    .toCompletionStage();
        });
    }

    // Vert.x closes a socket after what was written, which a client that does not read would put off for ever.
    private void cutWhatIsLeft(long timer) {
        vertx.cancelTimer(timer);
        open.forEach(PacedConnection::abort);
    }

    private Future<Void> undeploy() {
        return deployment.getAndSet(NOT_DEPLOYED).compose(vertx::undeploy, never -> Future.succeededFuture());
    }

    private Future<Void> finish() {
        finishing = true;
        open.forEach(PacedConnection::finish);
        completeIfEnded();
        return allEnded.future();
    }

    private void completeIfEnded() {
        if (finishing && open.isEmpty()) {
            allEnded.tryComplete();
        }
    }

    private void serve(String address, PacedConnection connection) {
        open.add(connection);
        if (finishing) {
            connection.finish();
        }
        connection.disconnected().onComplete(closed -> admissions.leave(address));
        connection.run().onComplete(ended -> {
            open.remove(connection);
            completeIfEnded();
        });
    }

    private NetServerOptions options() {
        return endpoint.encryption().on(new NetServerOptions().setTcpNoDelay(true));
    }

    /** The port's part on one event loop. */
    private final class Acceptor extends AbstractVerticle {

        private final int port;

        Acceptor(int port) {
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            NetServer server = vertx.createNetServer(options()).connectHandler(this::accept);
            server.exceptionHandler(failure -> LOG.debugf(failure, "port %d: not accepted", actualPort.get()));
            server.listen(port, endpoint.host())
                    .onSuccess(listening -> actualPort.set(listening.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void accept(NetSocket socket) {
            String address = socket.remoteAddress().hostAddress();
            Optional<Refusal> refusal = finishing ? Optional.of(Refusal.STOPPING) : admissions.enter(address);
            if (refusal.isPresent()) {
                socket.end(Buffer.buffer(protocol.refusal(refusal.get())));
            } else {
                serve(address, new PacedConnection(socket, context, protocol));
            }
        }
    }
}
