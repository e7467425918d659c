package dev.posthaste.app;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server of our own in the data directory, for those who run Posthaste without one. It holds the users'
 * mail, so that every setting that trades durability for speed is off; it listens on the loopback interface only and
 * knows one role, with a generated password.
 *
 * <p>Its process is a child of ours in a session of its own: a terminal's Ctrl-C reaches us alone, and we stop it when
 * nothing needs it any more. Every method blocks; they are called before the event loops start and after they end.
 */
public final class EmbeddedPostgres {

    /** The reactive pool's 30, twice over for a node that is being replaced, and the superuser's reserve. */
    static final int MAX_CONNECTIONS = 60;

    private static final String LOOPBACK = "127.0.0.1";

    /** Recovery after a crash replays at most {@code max_wal_size} of log, which a slow disk may need minutes for. */
    private static final Duration READY_PATIENCE = Duration.ofMinutes(5);

    private static final Duration PAUSE_BETWEEN_TRIES = Duration.ofMillis(20);

    /** SIGTERM to exit is ten seconds at most; the listeners have had theirs when the database's turn comes. */
    private static final Duration FAST_STOP = Duration.ofSeconds(3);

    private static final Duration IMMEDIATE_STOP = Duration.ofMillis(500);

    /** What stands before a program that the terminal's signals must not reach; a container may lack it, and a terminal. */
    private static final List<String> OWN_SESSION = List.of("setsid");

    /** Someone else may take the free port between our finding it and PostgreSQL's opening it. */
    private static final int PORT_TRIES = 3;

    /** What is never otherwise: given on the command line, it wins over any file in the cluster. */
    static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", LOOPBACK),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", Integer.toString(MAX_CONNECTIONS)),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("wal_buffers", "16MB"),
            // Fewer checkpoints, fewer full pages in the log: its size is what a crash costs in recovery.
            Map.entry("max_wal_size", "2GB"),
            Map.entry("min_wal_size", "160MB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("wal_compression", "off"),
            Map.entry("random_page_cost", "1.1"),
            // Our statements are short: compiling one costs more than running it.
            Map.entry("jit", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            // Seven files, one a weekday, each overwritten after a week.
            Map.entry("logging_collector", "on"),
            Map.entry("log_filename", "postgresql-%a.log"),
            Map.entry("log_truncate_on_rotation", "on"),
            Map.entry("log_rotation_age", "1d"),
            Map.entry("log_rotation_size", "0"),
            Map.entry("log_checkpoints", "off"),
            // An error must not write a user's text into the log.
            Map.entry("log_parameter_max_length_on_error", "0"));

    private final PostgresCluster cluster;
    private final Process postmaster;
    private final ConnectionInfo connection;

    private EmbeddedPostgres(PostgresCluster cluster, Process postmaster, ConnectionInfo connection) {
        this.cluster = cluster;
        this.postmaster = postmaster;
        this.connection = connection;
    }

    /**
     * Starts the server in {@code data}, making programs and cluster at the first time, and returns when it answers.
     *
     * @throws StartException if it does not come up
     */
    public static EmbeddedPostgres start(DataDirectory data) throws StartException {
        return start(data, data.path().resolve("postgres"));
    }

    /** As {@link #start(DataDirectory)}, with the programs in a folder that several data directories may share. */
    public static EmbeddedPostgres start(DataDirectory data, Path programs) throws StartException {
        Path home = data.path().resolve("postgres");
        try {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            DataDirectory.sync(data.path());
            return start(home, PostgresBinaries.in(programs), RunAs.chosenFor(home));
        } catch (IOException cause) {
            throw new StartException("The embedded database in " + home + " cannot be started: " + cause, cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException("The start of the embedded database was interrupted.", interrupted);
        }
    }

    static EmbeddedPostgres start(Path home, PostgresBinaries binaries, RunAs user)
            throws StartException, IOException, InterruptedException {
        PostgresCluster cluster = new PostgresCluster(home, binaries, user);
        cluster.createIfMissing();
        new OrphanedPostgres(cluster).shutDown();
        for (int tries = 1; tries <= PORT_TRIES; tries++) {
            EmbeddedPostgres server = launch(cluster, freePort());
            if (server.awaitReady()) {
                return server;
            }
        }
        throw endsAtOnce(cluster);
    }

    /**
     * Starts it once more at the same address, after its end, and returns when it answers.
     *
     * @throws StartException if it does not come up now; a later try may succeed
     */
    EmbeddedPostgres again() throws StartException, InterruptedException {
        try {
            new OrphanedPostgres(cluster).shutDown();
            EmbeddedPostgres server = launch(cluster, connection.port());
            if (server.awaitReady()) {
                return server;
            }
            throw endsAtOnce(cluster);
        } catch (IOException cause) {
            throw new StartException(
                    "The embedded database in " + cluster.data() + " cannot be started: " + cause, cause);
        }
    }

    private static StartException endsAtOnce(PostgresCluster cluster) throws IOException {
        return new StartException("The embedded database in " + cluster.data()
                + " ends as soon as it is started; its log in " + cluster.log() + " says: " + cluster.lastWords());
    }

    /** Where it is and how to log in. */
    public ConnectionInfo connection() {
        return connection;
    }

    /** Returns when the server's process has ended, whoever ended it. */
    void awaitEnd() throws InterruptedException {
        postmaster.waitFor();
    }

    /** Ends it: sessions are cut off, everything is written, no recovery is needed. Takes four
     * seconds at most, unless the machine cannot end a process. */
    public void stop() {
        try {
            stop("fast", FAST_STOP);
            stop("immediate", IMMEDIATE_STOP);
            postmaster.destroyForcibly();
            new OrphanedPostgres(cluster).shutDown();
        } catch (IOException | StartException cause) {
            throw new IllegalStateException("the database in " + cluster.data() + " cannot be stopped", cause);
        } catch (InterruptedException interrupted) {
            postmaster.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void stop(String mode, Duration patience) throws IOException, InterruptedException {
        if (postmaster.isAlive()) {
            cluster.signalStop(mode);
            postmaster.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static EmbeddedPostgres launch(PostgresCluster cluster, int port) throws StartException, IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", cluster.data().toString()));
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.put("port", Integer.toString(port));
        settings.put("log_directory", cluster.log().toString());
        settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + '=' + value)));

        ProcessBuilder command = cluster.command("postgres", arguments.toArray(String[]::new));
        if (RunAs.works(OWN_SESSION)) {
            command.command().addAll(0, OWN_SESSION);
        }
        command.redirectInput(new File("/dev/null"));
        command.redirectErrorStream(true);
        command.redirectOutput(cluster.log().resolve("start.log").toFile());
        ConnectionInfo connection = new ConnectionInfo(
                LOOPBACK, port, PostgresCluster.DATABASE, PostgresCluster.ROLE, cluster.password(), "");
        return new EmbeddedPostgres(cluster, command.start(), connection);
    }

    /** Whether it answers before it ends. */
    private boolean awaitReady() throws StartException, InterruptedException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        while (!answers()) {
            if (postmaster.waitFor(PAUSE_BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                stop();
                throw new StartException("The embedded database in " + cluster.data() + " did not answer within "
                        + READY_PATIENCE.toMinutes() + " minutes; see its log in " + cluster.log() + '.');
            }
        }
        return true;
    }

    private boolean answers() {
        try (Connection open = connection.open()) {
            return open.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
