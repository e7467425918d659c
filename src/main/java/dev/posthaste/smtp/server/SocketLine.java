package dev.posthaste.smtp.server;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import org.jboss.logging.Logger;

/** A line that is a Vert.x socket; its thread is the socket's event loop. */
final class SocketLine implements Line {

    private static final Logger LOG = Logger.getLogger(SocketLine.class);

    private enum Wanted {
        HEARING,
        PAUSED
    }

    private final Vertx vertx;
    private final Context context;
    private final NetSocket socket;
    private Wanted wanted = Wanted.HEARING;

    /** Must be made on the socket's event loop. */
    SocketLine(Vertx vertx, NetSocket socket) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.socket = socket;
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
            socket.close();
        });
    }

    @Override
    public void close() {
        socket.end();
    }

    @Override
    public void after(Duration pause, Runnable work) {
        vertx.setTimer(Math.max(1, pause.toMillis()), timer -> work.run());
    }

    @Override
    public void run(Runnable work) {
        if (Vertx.currentContext() == context) {
            work.run();
        } else {
            context.runOnContext(ignored -> work.run());
        }
    }

    private void resumeIfWanted() {
        if (wanted == Wanted.HEARING) {
            socket.resume();
        }
    }
}
