package dev.posthaste.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;

/**
 * One socket with a {@link ConnectionHandler} on it. Steps are taken one at a time:
 *
 * <ul>
 *   <li>What comes while a step is under way is kept, up to {@link #MAX_UNREAD_OCTETS}; then the socket is not read.
 *   <li>No step is taken while the client leaves the send buffer full; after the stall limit the connection is cut.
 *   <li>The last reply is sent, and what the client still sends is read and dropped for a while, since a socket that is
 *       closed with unread octets is reset, and the client would lose the reply (RFC 9112 section 9.6 has the details).
 * </ul>
 *
 * <p>All methods but {@link #finish}, {@link #wake} and {@link #abort} run on the socket's event loop.
 */
final class PacedConnection implements Transport {

    /** How much may wait for a step that is under way; one read of the socket may exceed it by 64 KiB. */
    static final int MAX_UNREAD_OCTETS = 64 * 1024;

    /** So much is written before it is sent within a batch of steps. */
    private static final int MAX_GATHERED_OCTETS = 16 * 1024;

    private static final int USUAL_REPLY_OCTETS = 256;

    /** How long a client may take to close its side after the last reply. */
    static final Duration LINGER = Duration.ofSeconds(2);

    private static final Logger LOG = Logger.getLogger(PacedConnection.class);
    private static final ByteBuffer NO_OCTETS = ByteBuffer.allocate(0);
    private static final long NO_TIMER = -1;

    private final NetSocketInternal socket;
    private final Context loop;
    private final String peer;
    private final Timeouts timeouts;
    private final ConnectionHandler handler;
    private final Promise<Void> disconnected = Promise.promise();
    private final Promise<Void> ended = Promise.promise();

    private Activity activity = Activity.WORKING;
    private boolean stopping;
    private boolean woken;
    private boolean failed;

    /** Steps to be taken by the loop that is running. */
    private final Queue<Supplier<Progress>> steps = new ArrayDeque<>(2);

    private boolean looping;
    /** Counts what was waited for, so that an answer to a question that was given up is not taken. */
    private long question;

    private boolean awaiting;

    private ByteBuffer octets = NO_OCTETS;
    private final Queue<ByteBuffer> unread = new ArrayDeque<>(2);
    private int unreadOctets;

    private ByteBuf gathered = Unpooled.EMPTY_BUFFER;
    /** They wait for room in the send buffer. */
    private final Queue<UniEmitter<? super Void>> stalled = new ArrayDeque<>(2);
    /** They wait for TLS, or for the end of a pause. */
    private final Queue<UniEmitter<? super Void>> waiting = new ArrayDeque<>(2);

    private final LazyTimer limit;
    private long pauseTimer = NO_TIMER;

    private enum Activity {
        /** Waits for octets. */
        READING,
        /** Takes steps, or waits for what one of them asked for. */
        WORKING,
        /** Waits until the client has read. */
        STALLED,
        /** Waits for the TLS handshake; nothing may come but that. */
        SECURING,
        /** Sends the last reply; drops what comes. */
        CLOSING,
        /** Has sent it, and waits for the client to close its side; drops what comes. */
        LINGERING,
        /** The socket is closed. */
        CLOSED
    }

    PacedConnection(NetSocket socket, Context loop, Protocol protocol) {
        this.socket = (NetSocketInternal) socket;
        this.loop = loop;
        this.peer = socket.remoteAddress().hostAddress();
        this.timeouts = protocol.timeouts();
        this.limit = new LazyTimer(loop.owner(), this::expired);
        this.handler = protocol.handler(this);
    }

    /** Serves the client; completes, and never fails, when nothing is left to be done for it. */
    Future<Void> run() {
        socket.handler(this::received);
        socket.drainHandler(drained -> drained());
        socket.closeHandler(closed -> closed());
        socket.exceptionHandler(failure -> LOG.debugf(failure, "%s: connection lost", peer));
        proceed(handler::open);
        return ended.future();
    }

    /** Completes when the socket is closed; what was under way then may go on until {@link #run} completes. */
    Future<Void> disconnected() {
        return disconnected.future();
    }

    /** Ends the session as soon as it can end without loss. From any thread. */
    void finish() {
        loop.runOnContext(asked -> {
            stopping = true;
            interrupt();
        });
    }

    @Override
    public void wake() {
        loop.runOnContext(asked -> {
            woken = true;
            interrupt();
        });
    }

    @Override
    public void abort() {
        onLoop(this::cut);
    }

    private void interrupt() {
        if (activity == Activity.READING) {
            proceed(() -> Progress.READ);
        }
    }

    // ------------------------------------------------------------------------------------------------------- steps

    /** Takes a step, and those that follow from it. */
    private void proceed(Supplier<Progress> step) {
        steps.add(step);
        if (looping) {
            return;
        }
        looping = true;
        activity = Activity.WORKING;
        limit.clear();
        try {
            while (activity != Activity.CLOSED && !steps.isEmpty()) {
                take(steps.remove());
            }
        } finally {
            looping = false;
        }
    }

    private void take(Supplier<Progress> step) {
        try {
            carryOut(step.get());
        } catch (RuntimeException | Error bug) {
            // Were it let through, the connection would be at work for ever, and never be counted as ended.
            broken(bug);
        }
    }

    private void broken(Throwable bug) {
        LOG.errorf(bug, "%s: a bug ends the connection", peer);
        steps.clear();
        awaiting = false;
        question++;
        if (failed) {
            cut();
        } else {
            failed = true;
            steps.add(handler::failed);
        }
    }

    private void carryOut(Progress progress) {
        switch (progress) {
            case Progress.Next next -> next();
            case Progress.Read read -> read();
            case Progress.Await<?> await -> await(await);
            case Progress.Close close -> close();
            case Progress.Abort abort -> cut();
        }
    }

    private void next() {
        if (socket.writeQueueFull()) {
            stall();
        } else if (!interrupted()) {
            steps.add(() -> handler.read(octets));
        }
    }

    private void read() {
        octets = NO_OCTETS;
        if (interrupted()) {
            return;
        }
        if (unread.isEmpty()) {
            waitForOctets();
        } else {
            takeUnread();
            next();
        }
    }

    private boolean interrupted() {
        if (stopping) {
            Progress progress = handler.stop();
            if (!(progress instanceof Progress.Next)) {
                steps.add(() -> progress);
                return true;
            }
        }
        if (woken) {
            woken = false;
            steps.add(handler::wake);
            return true;
        }
        return false;
    }

    private void waitForOctets() {
        flush();
        if (socket.writeQueueFull()) {
            stall();
        } else {
            activity = Activity.READING;
            limit.expireAfter(handler.idleLimit());
        }
    }

    private void stall() {
        activity = Activity.STALLED;
        limit.expireAfter(timeouts.stall());
    }

    private <T> void await(Progress.Await<T> await) {
        long mine = ++question;
        awaiting = true;
        await.work()
                .subscribe()
                .with(
                        answer -> onLoop(() -> answered(mine, () -> await.then().apply(answer))),
                        failure ->
                                onLoop(() -> answered(mine, () -> await.failed().apply(failure))));
        if (awaiting) {
            flush();
        }
    }

    private void answered(long answeredQuestion, Supplier<Progress> then) {
        if (!awaiting || answeredQuestion != question) {
            return;
        }
        awaiting = false;
        if (activity == Activity.CLOSED) {
            afterClose(then);
            leave();
        } else {
            proceed(then);
        }
    }

    // How it goes on is for a client that is not there any more.
    private void afterClose(Supplier<Progress> then) {
        try {
            LOG.tracef("%s: %s after the end", peer, then.get());
        } catch (RuntimeException | Error bug) {
            LOG.errorf(bug, "%s: a bug after the end of the connection", peer);
        }
    }

    // ----------------------------------------------------------------------------------------------------- reading

    private void received(Buffer buffer) {
        switch (activity) {
            case READING -> {
                octets = wrap(buffer);
                proceed(() -> handler.read(octets));
            }
            case WORKING, STALLED -> keep(wrap(buffer));
            // Clear text that was on its way before TLS began would be taken for what TLS protects.
            case SECURING -> cut();
            case CLOSING, LINGERING, CLOSED -> LOG.tracef("%s: heard after the end", peer);
        }
    }

    // Vert.x hands out a buffer of the heap that it does not use again.
    private static ByteBuffer wrap(Buffer buffer) {
        return buffer instanceof BufferImpl known && known.byteBuf().hasArray()
                ? wrap(known.byteBuf())
                : ByteBuffer.wrap(buffer.getBytes());
    }

    private static ByteBuffer wrap(ByteBuf heap) {
        return ByteBuffer.wrap(heap.array(), heap.arrayOffset() + heap.readerIndex(), heap.readableBytes());
    }

    private void keep(ByteBuffer more) {
        unread.add(more);
        unreadOctets += more.remaining();
        if (unreadOctets >= MAX_UNREAD_OCTETS) {
            readSocket(Reading.PAUSED);
        }
    }

    private void takeUnread() {
        octets = unread.remove();
        unreadOctets -= octets.remaining();
        if (unreadOctets < MAX_UNREAD_OCTETS) {
            readSocket(Reading.ON);
        }
    }

    private enum Reading {
        ON,
        PAUSED
    }

    // A pause of Vert.x' own begins when 16 buffers of up to 64 KiB have piled up.
    private void readSocket(Reading reading) {
        context().channel().config().setAutoRead(reading == Reading.ON);
    }

    // ----------------------------------------------------------------------------------------------------- writing

    @Override
    public void write(byte[] reply) {
        if (activity == Activity.CLOSED) {
            return;
        }
        if (gathered.capacity() == 0) {
            gathered = Unpooled.buffer(Math.max(USUAL_REPLY_OCTETS, reply.length));
        }
        gathered.writeBytes(reply);
        if (gathered.readableBytes() >= MAX_GATHERED_OCTETS) {
            flush();
        }
    }

    private void flush() {
        if (gathered.isReadable()) {
            ByteBuf all = gathered;
            gathered = Unpooled.EMPTY_BUFFER;
            var unused = socket.writeMessage(all);
        }
    }

    @Override
    public Uni<Void> send(ByteBuffer piece) {
        return Uni.createFrom().emitter(emitter -> onLoop(() -> send(piece, emitter)));
    }

    private void send(ByteBuffer piece, UniEmitter<? super Void> emitter) {
        if (activity == Activity.CLOSED) {
            emitter.fail(gone());
            return;
        }
        flush();
        // A buffer of Vert.x' own would be a copy.
        var unused = socket.writeMessage(Unpooled.wrappedBuffer(piece));
        if (socket.writeQueueFull()) {
            stalled.add(emitter);
            limit.expireAfter(timeouts.stall());
        } else {
            emitter.complete(null);
        }
    }

    private void drained() {
        if (activity == Activity.STALLED) {
            proceed(() -> Progress.NEXT);
        } else if (activity == Activity.WORKING && !stalled.isEmpty()) {
            limit.clear();
            // Whoever is let go may fill it again at once.
            while (!stalled.isEmpty() && !socket.writeQueueFull()) {
                stalled.remove().complete(null);
            }
        }
    }

    // --------------------------------------------------------------------------------------------------------- TLS

    @Override
    public Optional<SSLSession> tls() {
        return Optional.ofNullable(socket.sslSession());
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean hasUnread() {
        return octets.hasRemaining() || !unread.isEmpty();
    }

    @Override
    public Uni<Void> startTls() {
        return Uni.createFrom().emitter(emitter -> onLoop(() -> secure(emitter)));
    }

    private void secure(UniEmitter<? super Void> emitter) {
        if (activity == Activity.CLOSED || hasUnread()) {
            emitter.fail(new IOException("clear text came before TLS"));
            cut();
            return;
        }
        flush();
        activity = Activity.SECURING;
        waiting.add(emitter);
        limit.expireAfter(timeouts.handshake());
        socket.upgradeToSsl().onComplete(handshake -> secured(handshake, emitter));
    }

    private void secured(AsyncResult<Void> handshake, UniEmitter<? super Void> emitter) {
        if (activity != Activity.SECURING) {
            return;
        }
        if (handshake.succeeded()) {
            activity = Activity.WORKING;
            limit.clear();
            waiting.remove(emitter);
            emitter.complete(null);
        } else {
            LOG.debugf(handshake.cause(), "%s: no TLS", peer);
            cut();
        }
    }

    // ------------------------------------------------------------------------------------------------------ limits

    @Override
    public Uni<Void> pause(Duration time) {
        return Uni.createFrom().emitter(emitter -> onLoop(() -> pause(time, emitter)));
    }

    private void pause(Duration time, UniEmitter<? super Void> emitter) {
        if (activity == Activity.CLOSED) {
            emitter.fail(gone());
            return;
        }
        waiting.add(emitter);
        pauseTimer = loop.owner().setTimer(Math.max(1, time.toMillis()), fired -> {
            waiting.remove(emitter);
            emitter.complete(null);
        });
    }

    private void expired() {
        if (activity == Activity.READING) {
            proceed(handler::timedOut);
        } else {
            LOG.debugf("%s: cut in state %s", peer, activity);
            cut();
        }
    }

    // --------------------------------------------------------------------------------------------------------- end

    private void close() {
        flush();
        dropInput();
        activity = Activity.CLOSING;
        limit.expireAfter(timeouts.stall());
        var unused = context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> closeTls());
    }

    private void closeTls() {
        SslHandler tls = context().pipeline().get(SslHandler.class);
        if (tls == null) {
            closeOutput();
        } else {
            var unused = tls.closeOutbound().addListener(notified -> closeOutput());
        }
    }

    private void closeOutput() {
        if (activity != Activity.CLOSING) {
            return;
        }
        if (context().channel() instanceof DuplexChannel channel) {
            activity = Activity.LINGERING;
            limit.expireAfter(LINGER);
            var unused = channel.shutdownOutput();
        } else {
            cut();
        }
    }

    private void dropInput() {
        octets = NO_OCTETS;
        unread.clear();
        unreadOctets = 0;
        readSocket(Reading.ON);
    }

    // What is written waits for a client that does not read, and so would a close of Vert.x' own behind it.
    private void cut() {
        steps.clear();
        var unused = context().close();
    }

    private void closed() {
        activity = Activity.CLOSED;
        limit.cancel();
        loop.owner().cancelTimer(pauseTimer);
        steps.clear();
        release(stalled);
        release(waiting);
        // What is under way ends first: a message cannot be finished and aborted at once.
        if (!awaiting) {
            leave();
        }
        disconnected.complete();
    }

    private static void release(Queue<UniEmitter<? super Void>> emitters) {
        while (!emitters.isEmpty()) {
            emitters.remove().fail(gone());
        }
    }

    private void leave() {
        handler.closed().subscribe().with(done -> ended.tryComplete(), failure -> {
            LOG.warnf(failure, "%s: what a session held was not given back", peer);
            ended.tryComplete();
        });
    }

    private static IOException gone() {
        return new IOException("the connection is closed");
    }

    private ChannelHandlerContext context() {
        return socket.channelHandlerContext();
    }

    private void onLoop(Runnable work) {
        if (Vertx.currentContext() == loop) {
            work.run();
        } else {
            loop.runOnContext(elsewhere -> work.run());
        }
    }
}
