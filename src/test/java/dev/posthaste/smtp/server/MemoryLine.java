package dev.posthaste.smtp.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A line without a network: it remembers what was asked of it, and time passes at once. */
final class MemoryLine implements Line {

    final List<Duration> pauses = new ArrayList<>();
    final List<Runnable> later = new ArrayList<>();
    boolean timeStandsStill;
    boolean closed;
    boolean paused;
    int sends;
    Runnable tls = () -> {};
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    /** What was sent since the last call. */
    String sent() {
        String text = sent.toString(StandardCharsets.ISO_8859_1);
        sent.reset();
        return text;
    }

    @Override
    public void send(byte[] octets) {
        sends++;
        sent.writeBytes(octets);
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void startTls(Runnable started) {
        tls = started;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void after(Duration pause, Runnable work) {
        pauses.add(pause);
        if (timeStandsStill) {
            later.add(work);
        } else {
            work.run();
        }
    }

    @Override
    public void run(Runnable work) {
        work.run();
    }
}
