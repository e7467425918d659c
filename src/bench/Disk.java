import java.nio.file.Path;
import java.util.Map;

/**
 * Simulates a slow disk. {@code FLUSH=2} delays every fsync and fdatasync of every server, ours and the peers', by two milliseconds;
 * with {@code QUEUE=1} the delays run one after another, as on a disk that performs one flush at a time. The gain of group commit
 * shows only if a flush takes time.
 */
final class Disk {

    /** Milliseconds added to each flush; empty for none. */
    private static final String HELD = System.getenv().getOrDefault("FLUSH", "");

    private static final boolean QUEUES = !System.getenv().getOrDefault("QUEUE", "").isEmpty();

    /** Compiled from hold.c by {@code src/bench/run}. */
    private static final Path HOLD = Path.of("target/bench/hold.so").toAbsolutePath();

    private static final String HELD_BY = "LD_PRELOAD=" + HOLD + " FLUSH_MICROS=" + micros();

    private Disk() {}

    static boolean isHeld() {
        return !HELD.isEmpty();
    }

    static String describe() {
        return isHeld() ? ", in this run " + HELD + " ms more" + (QUEUES ? ", one at a time" : "") : "";
    }

    /** Our server starts its database with a clean environment through setsid, so the path has a setsid script that preloads hold.so. */
    static void hold(Map<String, String> environment) {
        if (isHeld()) {
            environment.put("PATH", HOLD.resolveSibling("path") + ":" + environment.get("PATH"));
        }
    }

    /** Environment assignments in the form that the configurations of Postfix and Dovecot take. */
    static String words() {
        return isHeld() ? HELD_BY + (QUEUES ? " FLUSH_QUEUE=" + HOLD : "") : "";
    }

    private static long micros() {
        return isHeld() ? Math.round(Double.parseDouble(HELD) * 1000) : 0;
    }
}
