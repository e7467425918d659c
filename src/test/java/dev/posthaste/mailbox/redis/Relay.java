package dev.posthaste.mailbox.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a client and Redis, and can break in the ways in which networks do. */
final class Relay {

    private final Vertx vertx;
    private final NetClient client;
    private final int redis;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final int port;
    private NetServer server;

    Relay(Vertx vertx, int redis) {
        this.vertx = vertx;
        this.redis = redis;
        this.client = vertx.createNetClient();
        this.server = listen(0);
        this.port = server.actualPort();
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Closes all connections and accepts no more. */
    void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
        cut();
    }

    /** Accepts connections again. */
    void reopen() {
        server = listen(port);
    }

    /** Closes all connections. */
    void cut() {
        sockets.forEach(NetSocket::close);
    }

    /** Passes nothing on any more over the connections that there are, and does not close them. */
    void freeze() {
        sockets.forEach(socket -> socket.handler(lost -> {}));
    }

    private NetServer listen(int at) {
        return vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(at, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void connect(NetSocket from) {
        from.pause();
        client.connect(redis, "127.0.0.1").onSuccess(to -> join(from, to)).onFailure(refused -> from.close());
    }

    private void join(NetSocket from, NetSocket to) {
        sockets.add(from);
        sockets.add(to);
        from.handler(to::write).closeHandler(closed -> to.close());
        to.handler(from::write).closeHandler(closed -> from.close());
        from.resume();
    }
}
