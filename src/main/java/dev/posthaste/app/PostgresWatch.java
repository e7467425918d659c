package dev.posthaste.app;

import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Keeps an embedded database running: when it ends although nobody asked it to (killed, or in a panic because the disk is
 * full), it is started again at the same address, for ever, waiting longer each time. Until it is back every
 * protocol answers with a transient error, as with any unavailable store.
 */
final class PostgresWatch {

    private static final Logger LOG = Logger.getLogger(PostgresWatch.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

    /** So long, at most, after what was in the way is gone. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Path log;
    private final Thread watcher;
    private volatile EmbeddedPostgres database;
    private volatile boolean stopping;

    private PostgresWatch(EmbeddedPostgres database, Path log) {
        this.database = database;
        this.log = log;
        this.watcher = Thread.ofVirtual().name("postgres-watch").unstarted(this::watch);
    }

    /** Watches over a database that has been started; {@code log} is the folder that a complaint points to. */
    static PostgresWatch over(EmbeddedPostgres database, Path log) {
        PostgresWatch watch = new PostgresWatch(database, log);
        watch.watcher.start();
        return watch;
    }

    /** Ends the watch, and then the database. */
    void stop() {
        stopping = true;
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        database.stop();
    }

    private void watch() {
        try {
            while (!stopping) {
                database.awaitEnd();
                LOG.warnf("The embedded database has ended and is started again; see its log in %s.", log);
                startAgain();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain() throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                database = database.again();
                LOG.info("The embedded database is back.");
                return;
            } catch (StartException | RuntimeException cause) {
                // Whatever is wrong now may be right later, and nobody else starts the database.
                LOG.warnf("%s It is tried again in %d ms.", cause.getMessage(), pause.toMillis());
                Thread.sleep(pause);
                pause = longer(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
