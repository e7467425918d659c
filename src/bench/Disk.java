import java.nio.file.Path;
import java.util.Map;

/**
 * A disk as slow as one likes: with {@code FLUSH=2} every fsync and fdatasync of every server, ours and the peers', returns two
 * milliseconds after it is done, and with {@code QUEUE=1} they do so one at a time, as a disk does that has one flush in hand.
 * What servers do while others wait for the disk shows only where there is something to wait for.
 */
final class Disk {

    /** Milliseconds; nothing: the disk as it is. */
    private static final String HELD = System.getenv().getOrDefault("FLUSH", "");

    private static final boolean QUEUES = !System.getenv().getOrDefault("QUEUE", "").isEmpty();

    /** Made of hold.c by the script that starts us. */
    private static final Path HOLD = Path.of("target/bench/hold.so").toAbsolutePath();

    private static final String HELD_BY = "LD_PRELOAD=" + HOLD + " FLUSH_MICROS=" + micros();

    private Disk() {}

    static boolean isHeld() {
        return !HELD.isEmpty();
    }

    static String describe() {
        return isHeld() ? ", in this run " + HELD + " ms more" + (QUEUES ? ", one at a time" : "") : "";
    }

    /** Our server gives its database a clean environment: what it starts it with, setsid, is a script that holds the flushes. */
    static void hold(Map<String, String> environment) {
        if (isHeld()) {
            environment.put("PATH", HOLD.resolveSibling("path") + ":" + environment.get("PATH"));
        }
    }

    /** Words that Postfix and Dovecot take as environment of their processes. */
    static String words() {
        return isHeld() ? HELD_BY + (QUEUES ? " FLUSH_QUEUE=" + HOLD : "") : "";
    }

    private static long micros() {
        return isHeld() ? Math.round(Double.parseDouble(HELD) * 1000) : 0;
    }
}
