package dev.posthaste.imap.server;

import dev.posthaste.listener.Channel;
import dev.posthaste.listener.OpenConnection;
import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Owns one socket: gives its octets to a {@link Conversation} and sends what that says. One buffer is asked for at a time,
 * when the one before has been dealt with, so that nothing is read while a command is under way; what is sent waits while
 * the socket is full. All methods but {@link #wake} and {@link #finish} run on the socket's event loop.
 */
final class Connection implements Link, OpenConnection {

    private static final Logger LOG = Logger.getLogger(Connection.class);

    private final NetSocket socket;
    private final Context loop;
    private final ImapSettings.Limits limits;
    private final Conversation conversation;
    private final Promise<Void> ended = Promise.promise();
    private final Queue<Buffer> waiting = new ArrayDeque<>();
    private final Queue<UniEmitter<? super Void>> stalled = new ArrayDeque<>();

    private Channel channel;
    private Activity activity = Activity.WORKING;
    private boolean asked;
    private boolean woken;
    private boolean finishing;
    private long timer;

    private enum Activity {
        /** Waits for octets or news. */
        READING,
        /** Deals with what came. */
        WORKING,
        /** Waits for the TLS handshake; nothing may come but that. */
        SECURING,
        /** The socket is closed. */
        ENDED
    }

    Connection(NetSocket socket, Context loop, Rooms rooms, ImapSettings settings) {
        this.socket = socket;
        this.loop = loop;
        this.limits = settings.limits();
        this.channel = settings.protection().channel();
        this.conversation = new Conversation(rooms, this);
    }

    @Override
    public Future<Void> run() {
        socket.pause();
        socket.handler(this::received);
        socket.drainHandler(drained -> drained());
        socket.closeHandler(closed -> closed());
        socket.exceptionHandler(broken -> LOG.debug("connection broke", broken));
        work(conversation::greet);
        return ended.future();
    }

    private void received(Buffer octets) {
        if (activity == Activity.SECURING) {
            // Clear text that was on its way before TLS began would be taken for what TLS protects.
            abort();
            return;
        }
        asked = false;
        waiting.add(octets);
        goOn();
    }

    /** Does the next thing that there is to do, if nothing is under way. */
    private void goOn() {
        if (activity != Activity.READING) {
            return;
        }
        if (conversation.isOver()) {
            close();
        } else if (finishing) {
            finishing = false;
            work(conversation::shutDown);
        } else if (woken) {
            woken = false;
            work(conversation::news);
        } else if (!waiting.isEmpty()) {
            ByteBuffer octets = ByteBuffer.wrap(waiting.remove().getBytes());
            work(() -> conversation.receive(octets));
        } else {
            await(conversation.isLoggedIn() ? limits.silence() : limits.strangersSilence());
            ask();
        }
    }

    private void ask() {
        if (!asked) {
            asked = true;
            socket.fetch(1);
        }
    }

    private void work(Supplier<Uni<Void>> work) {
        activity = Activity.WORKING;
        loop.owner().cancelTimer(timer);
        try {
            work.get().subscribe().with(done -> onLoop(this::worked), this::failed);
        } catch (RuntimeException | StackOverflowError bug) {
            // Were it let through, the connection would be at work for ever, and never be counted as ended.
            failed(bug);
        }
    }

    private void worked() {
        switch (activity) {
            case WORKING -> {
                activity = Activity.READING;
                goOn();
            }
            case ENDED -> leave();
            case READING, SECURING -> throw new IllegalStateException(activity.name());
        }
    }

    private void failed(Throwable failure) {
        LOG.error("An IMAP connection failed", failure);
        onLoop(() -> {
            waiting.clear();
            abort();
            worked();
        });
    }

    private void await(Duration silence) {
        loop.owner().cancelTimer(timer);
        if (activity == Activity.ENDED) {
            return;
        }
        timer = loop.owner().setTimer(silence.toMillis(), fired -> silent());
    }

    private void silent() {
        if (activity == Activity.READING && !conversation.isOver()) {
            work(conversation::autologout);
        } else {
            abort();
        }
    }

    // What is written waits for a client that does not read, and so would a close of Vert.x' own behind it.
    private void abort() {
        var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
    }

    private void closed() {
        Activity before = activity;
        activity = Activity.ENDED;
        loop.owner().cancelTimer(timer);
        stalled.forEach(emitter -> emitter.fail(new IOException("the connection is closed")));
        stalled.clear();
        // What is under way ends first: a message cannot be finished and aborted at once.
        if (before == Activity.READING) {
            leave();
        }
    }

    private void leave() {
        conversation.disconnected().subscribe().with(done -> ended.tryComplete(), this::notLeft);
    }

    private void notLeft(Throwable failure) {
        LOG.warn("A message on its way could not be forgotten", failure);
        ended.tryComplete();
    }

    private void drained() {
        if (!stalled.isEmpty()) {
            loop.owner().cancelTimer(timer);
        }
        while (!stalled.isEmpty()) {
            stalled.remove().complete(null);
        }
    }

    // ------------------------------------------------------------------------------------- what a conversation asks
    // for

    @Override
    public Uni<Void> send(ByteBuffer octets) {
        return Uni.createFrom().emitter(emitter -> onLoop(() -> send(octets, emitter)));
    }

    private void send(ByteBuffer octets, UniEmitter<? super Void> emitter) {
        if (activity == Activity.ENDED) {
            emitter.fail(new IOException("the connection is closed"));
            return;
        }
        // A buffer of Vert.x' own would be a copy.
        var unused = ((NetSocketInternal) socket).writeMessage(Unpooled.wrappedBuffer(octets));
        if (socket.writeQueueFull()) {
            stalled.add(emitter);
            await(limits.stall());
        } else {
            emitter.complete(null);
        }
    }

    @Override
    public Uni<Void> startTls() {
        return Uni.createFrom().emitter(emitter -> onLoop(() -> secure(emitter)));
    }

    private void secure(UniEmitter<? super Void> emitter) {
        activity = Activity.SECURING;
        await(limits.strangersSilence());
        socket.upgradeToSsl().onComplete(secured -> {
            if (secured.succeeded() && activity == Activity.SECURING) {
                activity = Activity.WORKING;
                channel = Channel.TLS;
                socket.pause();
                emitter.complete(null);
            } else {
                activity = activity == Activity.ENDED ? Activity.ENDED : Activity.WORKING;
                abort();
                emitter.fail(new IOException("no TLS"));
            }
        });
        // What waits unread is let through, and ends the connection.
        asked = false;
        if (waiting.isEmpty()) {
            socket.resume();
        } else {
            close();
        }
    }

    @Override
    public Uni<Void> pause(Duration time) {
        return Uni.createFrom()
                .emitter(emitter -> loop.owner().setTimer(time.toMillis(), fired -> emitter.complete(null)));
    }

    @Override
    public void close() {
        socket.close();
        await(limits.stall());
    }

    @Override
    public void wake() {
        loop.runOnContext(asleep -> {
            woken = true;
            goOn();
        });
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public void finish() {
        loop.runOnContext(asked -> {
            finishing = true;
            goOn();
        });
    }

    private void onLoop(Runnable work) {
        if (Vertx.currentContext() == loop) {
            work.run();
        } else {
            loop.runOnContext(elsewhere -> work.run());
        }
    }
}
