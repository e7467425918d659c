package dev.posthaste.imap.server;

import dev.posthaste.listener.Channel;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A connection whose client reads everything at once, or, stalled, one piece when a test lets it. */
final class FakeLink implements Link {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    final List<Duration> pauses = new ArrayList<>();
    private final Queue<UniEmitter<? super Void>> waiting = new ArrayDeque<>();
    private Channel channel;
    private boolean stalled;
    boolean closed;
    boolean woken;

    FakeLink(Channel channel) {
        this.channel = channel;
    }

    /** What was sent since the last time. */
    String take() {
        String text = sent.toString(StandardCharsets.UTF_8);
        sent.reset();
        return text;
    }

    @Override
    public Uni<Void> send(ByteBuffer octets) {
        sent.write(octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
        return stalled
                ? Uni.createFrom().<Void>emitter(waiting::add)
                : Uni.createFrom().voidItem();
    }

    /** From here on nothing is read. */
    void stall() {
        stalled = true;
    }

    /** One piece is read. */
    void oneMore() {
        waiting.remove().complete(null);
    }

    /** Everything is read again. */
    void flow() {
        stalled = false;
        while (!waiting.isEmpty()) {
            oneMore();
        }
    }

    @Override
    public Uni<Void> startTls() {
        channel = Channel.TLS;
        return Uni.createFrom().voidItem();
    }

    @Override
    public Uni<Void> pause(Duration time) {
        pauses.add(time);
        return Uni.createFrom().voidItem();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void wake() {
        woken = true;
    }

    @Override
    public Channel channel() {
        return channel;
    }
}
