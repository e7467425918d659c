package dev.posthaste.smtp.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Duration;
import org.jboss.logging.Logger;

/** A line that is a Vert.x socket; its thread is the socket's event loop. */
final class SocketLine implements Line {

    private static final Logger LOG = Logger.getLogger(SocketLine.class);

    private enum Wanted {
        HEARING,
        PAUSED
    }

    private final Context loop;
    private final NetSocket socket;
    private final Duration stall;
    private Wanted wanted = Wanted.HEARING;

    /**
     * {@code loop} is the socket's event loop.
     *
     * @param stall how long a client may take to read our last words
     */
    SocketLine(NetSocket socket, Context loop, Duration stall) {
        this.loop = loop;
        this.socket = socket;
        this.stall = stall;
    }

    /** Lets a conversation hear what comes, and when it ends. */
    void connect(Conversation conversation) {
        socket.handler(octets -> conversation.heard(octets.getBytes()));
        socket.exceptionHandler(failure -> LOG.debugf(failure, "smtp %s: connection lost", socket.remoteAddress()));
    }

    @Override
    public void send(byte[] octets) {
        socket.write(Buffer.buffer(octets));
    }

    @Override
    public void pause() {
        if (wanted != Wanted.PAUSED) {
            wanted = Wanted.PAUSED;
            socket.pause();
        }
    }

    @Override
    public void resume() {
        boolean wasPaused = wanted == Wanted.PAUSED;
        wanted = Wanted.HEARING;
        if (socket.writeQueueFull()) {
            socket.pause();
            socket.drainHandler(drained -> resumeIfWanted());
        } else if (wasPaused) {
            socket.resume();
        }
    }

    @Override
    public void startTls(Runnable started) {
        socket.upgradeToSsl().onSuccess(upgraded -> started.run()).onFailure(failure -> {
            LOG.debugf(failure, "smtp %s: no TLS", socket.remoteAddress());
            abort();
        });
    }

    @Override
    public void close() {
        long timer = loop.owner().setTimer(Math.max(1, stall.toMillis()), fired -> abort());
        socket.end().onComplete(closed -> loop.owner().cancelTimer(timer));
    }

    // What is written waits for a client that does not read, and so would a close of Vert.x' own behind it.
    private void abort() {
        var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
    }

    @Override
    public void after(Duration pause, Runnable work) {
        loop.owner().setTimer(Math.max(1, pause.toMillis()), timer -> work.run());
    }

    @Override
    public void run(Runnable work) {
        if (Vertx.currentContext() == loop) {
            work.run();
        } else {
            loop.runOnContext(ignored -> work.run());
        }
    }

    private void resumeIfWanted() {
        if (wanted == Wanted.HEARING) {
            socket.resume();
        }
    }
}
