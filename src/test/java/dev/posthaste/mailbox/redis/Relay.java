package dev.posthaste.mailbox.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy between a client and Redis that simulates network failures. */
final class Relay {

    private enum Door {
        OPEN,
        CLOSED
    }

    private final NetClient client;
    private final int redis;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final NetServer server;
    private volatile Door door = Door.OPEN;

    Relay(Vertx vertx, int redis) {
        this.redis = redis;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer()
                .connectHandler(this::connect)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String url() {
        return "redis://127.0.0.1:" + server.actualPort();
    }

    /** Closes all connections, and new ones immediately. */
    void close() {
        door = Door.CLOSED;
        cut();
    }

    /** Accepts connections again. */
    void reopen() {
        door = Door.OPEN;
    }

    /** Closes all connections. */
    void cut() {
        sockets.forEach(NetSocket::close);
    }

    /** Stops forwarding on the existing connections without closing them. */
    void freeze() {
        sockets.forEach(socket -> socket.handler(lost -> {}));
    }

    private void connect(NetSocket from) {
        if (door == Door.CLOSED) {
            from.close();
            return;
        }
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
