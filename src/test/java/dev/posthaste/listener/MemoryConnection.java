package dev.posthaste.listener;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;

/** A connection without a network, whose client reads at once: serves a handler as {@link PacedConnection} does. */
public final class MemoryConnection implements Transport {

    private static final String PEER = "192.0.2.7";

    /** Pauses that were asked for; none takes any time. */
    public final List<Duration> pauses = new ArrayList<>();

    private final ConnectionHandler handler;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Queue<Supplier<Progress>> steps = new ArrayDeque<>();
    private final Queue<ByteBuffer> unread = new ArrayDeque<>();
    private final Queue<UniEmitter<? super Void>> securing = new ArrayDeque<>();

    private ByteBuffer octets = ByteBuffer.allocate(0);
    private boolean looping;
    private boolean awaiting;
    private boolean reading;
    private boolean stopping;
    private boolean closed;
    private boolean left;
    private int sends;
    private Duration silent = Duration.ZERO;
    private Duration idleLimit = Duration.ZERO;

    /** Makes the handler, which is not called yet. */
    public MemoryConnection(Function<Transport, ConnectionHandler> protocol) {
        this.handler = protocol.apply(this);
    }

    /** The client connects. */
    public void open() {
        proceed(handler::open);
    }

    /** Octets come. */
    public void receive(byte[] more) {
        if (closed) {
            return;
        }
        if (!securing.isEmpty()) {
            close();
            return;
        }
        unread.add(ByteBuffer.wrap(more));
        if (reading) {
            proceed(() -> Progress.READ);
        }
    }

    /** The server stops. */
    public void stop() {
        stopping = true;
        if (reading) {
            proceed(() -> Progress.READ);
        }
    }

    /** The client goes. */
    public void hangUp() {
        close();
    }

    /** The client agrees to TLS. */
    public void agreeToTls() {
        if (!securing.isEmpty()) {
            securing.remove().complete(null);
        }
    }

    /** Nothing comes for so long. */
    public void pass(Duration time) {
        silent = silent.plus(time);
        if (reading && silent.compareTo(idleLimit) > 0) {
            proceed(handler::timedOut);
        }
    }

    /** What was sent since the last call. */
    public String sent() {
        String text = sent.toString(StandardCharsets.ISO_8859_1);
        sent.reset();
        return text;
    }

    /** How often something was sent. */
    public int sends() {
        return sends;
    }

    /** Whether the connection was closed, by whichever side. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether nothing is under way that the next octets would have to wait for. */
    public boolean isReading() {
        return reading;
    }

    private void proceed(Supplier<Progress> step) {
        steps.add(step);
        if (looping) {
            return;
        }
        looping = true;
        reading = false;
        while (!closed && !steps.isEmpty()) {
            take(steps.remove());
        }
        looping = false;
    }

    private void take(Supplier<Progress> step) {
        try {
            carryOut(step.get());
        } catch (RuntimeException bug) {
            steps.add(handler::failed);
        }
    }

    private void carryOut(Progress progress) {
        switch (progress) {
            case Progress.Next next -> next();
            case Progress.Read read -> read();
            case Progress.Await<?> await -> await(await);
            case Progress.Close close -> {
                flush();
                close();
            }
            case Progress.Abort abort -> close();
        }
    }

    private void next() {
        if (!stopped()) {
            steps.add(() -> handler.read(octets));
        }
    }

    private void read() {
        if (stopped()) {
            return;
        }
        if (unread.isEmpty()) {
            flush();
            reading = true;
            silent = Duration.ZERO;
            idleLimit = handler.idleLimit();
        } else {
            octets = unread.remove();
            next();
        }
    }

    private boolean stopped() {
        if (!stopping) {
            return false;
        }
        Progress progress = handler.stop();
        if (progress instanceof Progress.Next) {
            return false;
        }
        steps.add(() -> progress);
        return true;
    }

    private <T> void await(Progress.Await<T> await) {
        awaiting = true;
        await.work()
                .subscribe()
                .with(
                        item -> answered(() -> await.then().apply(item)),
                        failure -> answered(() -> await.failed().apply(failure)));
        if (awaiting) {
            flush();
        }
    }

    private void answered(Supplier<Progress> then) {
        awaiting = false;
        if (closed) {
            then.get();
            leave();
        } else {
            proceed(then);
        }
    }

    private void close() {
        closed = true;
        reading = false;
        if (!awaiting) {
            leave();
        }
        while (!securing.isEmpty()) {
            securing.remove().fail(new IOException("closed"));
        }
    }

    private void leave() {
        if (!left) {
            left = true;
            handler.closed().subscribe().with(done -> {});
        }
    }

    private void flush() {
        if (written.size() > 0) {
            sends++;
            sent.writeBytes(written.toByteArray());
            written.reset();
        }
    }

    @Override
    public String peer() {
        return PEER;
    }

    @Override
    public Optional<SSLSession> tls() {
        return Optional.empty();
    }

    @Override
    public boolean hasUnread() {
        return octets.hasRemaining() || !unread.isEmpty();
    }

    @Override
    public void write(byte[] reply) {
        written.writeBytes(reply);
    }

    @Override
    public Uni<Void> send(ByteBuffer piece) {
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        write(copy);
        flush();
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> startTls() {
        return Uni.createFrom().<Void>emitter(securing::add);
    }

    @Override
    public Uni<Void> pause(Duration time) {
        pauses.add(time);
        return Uni.createFrom().voidItem();
    }

    @Override
    public void wake() {
        if (reading) {
            proceed(handler::wake);
        }
    }

    @Override
    public void abort() {
        close();
    }
}
