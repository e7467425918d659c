package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.Reply;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Accepts connections of one port on one event loop, and keeps those that it has. */
final class Listener extends AbstractVerticle {

    private static final Logger LOG = Logger.getLogger(Listener.class);

    /** How often conversations look at the clock: their patience is measured in minutes. */
    private static final long TICK_MILLIS = 1_000;

    private final Endpoint endpoint;
    private final int bindPort;
    private final Port port;
    private final Admissions admissions;
    private final Set<Conversation> conversations = new HashSet<>();
    private volatile int actualPort;
    private volatile State state = State.OPEN;

    private enum State {
        OPEN,
        STOPPING
    }

    Listener(Endpoint endpoint, int bindPort, Port port, Admissions admissions) {
        this.endpoint = endpoint;
        this.bindPort = bindPort;
        this.port = port;
        this.admissions = admissions;
    }

    @Override
    public void start(Promise<Void> started) {
        NetServer server = vertx.createNetServer(endpoint.options());
        server.connectHandler(this::accept);
        server.exceptionHandler(failure -> LOG.debugf(failure, "smtp %s: not accepted", endpoint.service()));
        vertx.setPeriodic(TICK_MILLIS, timer -> List.copyOf(conversations).forEach(Conversation::tick));
        server.listen(bindPort, endpoint.host())
                .onSuccess(listening -> actualPort = listening.actualPort())
                .<Void>mapEmpty()
                .onComplete(started);
    }

    /** The port, once the verticle is deployed. */
    int actualPort() {
        return actualPort;
    }

    /** Ends every conversation that has no message at risk, and greets nobody any more. */
    void drain() {
        state = State.STOPPING;
        context.runOnContext(ignored -> List.copyOf(conversations).forEach(Conversation::stop));
    }

    private void accept(NetSocket socket) {
        String peer = socket.remoteAddress().hostAddress();
        Optional<Reply> refusal = state == State.STOPPING ? Optional.of(Replies.STOPPING) : admissions.enter(peer);
        if (refusal.isPresent()) {
            socket.end(Buffer.buffer(refusal.get().octets()));
        } else {
            converse(socket, peer);
        }
    }

    private void converse(NetSocket socket, String peer) {
        SocketLine line = new SocketLine(vertx, socket);
        Conversation conversation = new Conversation(port, new Link(peer, channel(socket), Tally.CLEAN), line);
        conversations.add(conversation);
        socket.closeHandler(closed -> {
            conversations.remove(conversation);
            admissions.leave(peer);
            conversation.closed();
        });
        line.connect(conversation);
        conversation.open();
    }

    private Channel channel(NetSocket socket) {
        if (socket.isSsl()) {
            return Channel.TLS;
        }
        return switch (port.settings().clearTextLogin()) {
            case NEVER -> Channel.CLEAR;
            case ON_LOOPBACK -> isLoopback(socket) ? Channel.CLEAR_ON_LOOPBACK : Channel.CLEAR;
        };
    }

    private static boolean isLoopback(NetSocket socket) {
        String peer = socket.remoteAddress().hostAddress();
        return peer.startsWith("127.") || peer.equals("::1") || peer.equals("0:0:0:0:0:0:0:1");
    }
}
