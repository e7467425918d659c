package dev.posthaste.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of the process, whoever asks for it: the listeners have stopped and what was in flight is done, then what
 * they depended on is closed, the last first. A process that was asked to end (SIGTERM, Ctrl-C) ends with 0.
 */
final class Shutdown {

    /** With the database's own time this stays below the ten seconds that SIGTERM is given. */
    private static final Duration DRAIN = Duration.ofSeconds(6);

    private static final int UNDECIDED = -1;

    private final CountDownLatch served = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(UNDECIDED);
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /** Takes over the end of this process. */
    static Shutdown install() {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
        return shutdown;
    }

    /** Called on the starting thread, before anything can ask for the end. */
    void lastly(Runnable step) {
        steps.push(step);
    }

    /** Nothing is served any more, or never was; the first code that is given counts. */
    void served(int code) {
        exitCode.compareAndSet(UNDECIDED, code);
        served.countDown();
    }

    private void run() {
        try {
            boolean drained = served.await(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
            if (!drained) {
                System.err.println("Not everything in flight was finished within " + DRAIN.toSeconds() + " s.");
            }
            steps.forEach(Runnable::run);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            // Without this the process would end with 128 and the signal's number although all went well.
            Runtime.getRuntime().halt(Math.max(exitCode.get(), 0));
        }
    }
}
