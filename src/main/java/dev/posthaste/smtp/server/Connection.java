package dev.posthaste.smtp.server;

import dev.posthaste.listener.Channel;
import dev.posthaste.listener.Networks;
import dev.posthaste.listener.OpenConnection;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;

/** One socket with the conversation on it. */
final class Connection implements OpenConnection {

    /** How often a conversation looks at the clock: its patience is measured in minutes. */
    private static final long TICK_MILLIS = 1_000;

    private final NetSocket socket;
    private final Context loop;
    private final SocketLine line;
    private final Conversation conversation;

    Connection(NetSocket socket, Context loop, Port port) {
        this.socket = socket;
        this.loop = loop;
        this.line = new SocketLine(socket, loop, port.settings().limits().stall());
        String peer = socket.remoteAddress().hostAddress();
        this.conversation = new Conversation(port, new Link(peer, channel(peer, port.settings()), Tally.CLEAN), line);
    }

    @Override
    public Future<Void> run() {
        Promise<Void> ended = Promise.promise();
        long ticking = loop.owner().setPeriodic(TICK_MILLIS, timer -> conversation.tick());
        socket.closeHandler(closed -> {
            loop.owner().cancelTimer(ticking);
            ended.complete();
            conversation.closed();
        });
        line.connect(conversation);
        conversation.open();
        return ended.future();
    }

    @Override
    public void finish() {
        line.run(conversation::stop);
    }

    private Channel channel(String peer, SmtpSettings settings) {
        if (socket.isSsl()) {
            return Channel.TLS;
        }
        return switch (settings.clearTextLogin()) {
            case NEVER -> Channel.CLEAR;
            case ON_LOOPBACK -> Networks.LOOPBACK.contains(peer) ? Channel.CLEAR_PERMITTED : Channel.CLEAR;
        };
    }
}
