package dev.posthaste.imap.server;

import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection whose client reads everything at once. */
final class FakeLink implements Link {

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    final List<Duration> pauses = new ArrayList<>();
    private Channel channel;
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
    public Uni<Void> send(byte[] octets) {
        sent.writeBytes(octets);
        return Uni.createFrom().voidItem();
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
