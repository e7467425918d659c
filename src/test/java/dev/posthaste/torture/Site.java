package dev.posthaste.torture;

import dev.posthaste.Cable;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.app.ConnectionInfo;
import dev.posthaste.id.Secret;
import dev.posthaste.torture.Journal.Breach;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server with its embedded database in one data directory, which may be started again and again. */
final class Site implements AutoCloseable {

    static final String KEY = "ph_test_torture";
    static final String PASSWORD = "correct horse";
    static final String SENDER = "sender@a.test";
    static final List<String> BOXES = List.of("one@a.test", "two@a.test", "three@a.test", "pop@a.test");

    /** What the server says when something happens to it that nobody foresaw; a store that is away is foreseen. */
    private static final List<String> BUGS =
            List.of("Uncaught exception", "NullPointerException", "The delivery of", "The settling of attempts broke");

    /** The pool's own timer finds a request that has failed already; nobody waits for it any more. */
    private static final String POOL_TIMER = "Result is already complete";

    private static final Path LOG = Path.of("target", "torture.log");

    private final Path data;
    private final Journal journal;
    private final Database database;
    private final Map<String, String> variables;
    private volatile @Nullable RunningServer server;
    private int linesSeen;

    private Site(Path data, Journal journal, int sinkPort, Database database) {
        this.data = data;
        this.journal = journal;
        this.database = database;
        this.variables = new HashMap<>(
                Map.of("POSTHASTE_ADMIN_KEY", KEY, "POSTHASTE_RELAY_ROUTES", Mail.FAR + "=127.0.0.1:" + sinkPort));
    }

    /** With a database of its own in the data directory. */
    static Site embedded(Path data, Journal journal, int sinkPort) {
        return new Site(data, journal, sinkPort, new Database.Embedded());
    }

    /** With a database that is elsewhere, behind a cable. */
    static Site external(Path data, Journal journal, int sinkPort, ConnectionInfo database, Cable cable) {
        Site site = new Site(data, journal, sinkPort, new Database.External(database));
        site.variables.put(
                "POSTHASTE_DATABASE_URL",
                "postgresql://" + database.user() + ':' + database.password().use(text -> text) + "@127.0.0.1:"
                        + cable.port() + '/' + database.database());
        return site;
    }

    /** Where the store is. */
    private sealed interface Database {
        record Embedded() implements Database {}

        record External(ConnectionInfo connection) implements Database {}
    }

    Journal journal() {
        return journal;
    }

    /** Starts it; whether it is ready, which it is not if somebody killed it meanwhile. */
    boolean start() {
        keepOutput();
        linesSeen = 0;
        RunningServer started = RunningServer.start(data, variables);
        server = started;
        return started.ready();
    }

    /** The server as it runs, or ran last. */
    RunningServer server() {
        RunningServer running = server;
        if (running == null) {
            throw new IllegalStateException("it was never started");
        }
        return running;
    }

    int port(String listener) throws IOException {
        if (!server().ready()) {
            throw new IOException("it is not ready");
        }
        return server().port(listener);
    }

    Http http() throws IOException {
        port("http");
        return new Http(server().web(), KEY);
    }

    /** The domain and the accounts of the load. */
    void furnish() throws IOException, InterruptedException {
        expect(http().post("/domains", new JsonObject().put("name", "a.test")));
        List<String> addresses = new ArrayList<>(BOXES);
        addresses.add(SENDER);
        for (String address : addresses) {
            expect(http().post(
                            "/accounts",
                            new JsonObject().put("address", address).put("password", PASSWORD)));
        }
    }

    /** The database's first process, while there is one. */
    Optional<ProcessHandle> postmaster() {
        try {
            return ProcessHandle.of(Long.parseLong(pidFile().getFirst()));
        } catch (IOException | NumberFormatException gone) {
            return Optional.empty();
        }
    }

    /** The database's other processes. */
    List<ProcessHandle> backends() {
        return postmaster().map(ProcessHandle::descendants).stream()
                .flatMap(all -> all)
                .toList();
    }

    /** A connection to the store, beside the server. */
    Connection store() throws IOException, SQLException {
        ConnectionInfo connection =
                switch (database) {
                    case Database.Embedded() -> embedded();
                    case Database.External(ConnectionInfo external) -> external;
                };
        return connection.open();
    }

    private ConnectionInfo embedded() throws IOException {
        int port = Integer.parseInt(pidFile().get(3).strip());
        String password = Files.readString(data.resolve("postgres/password")).strip();
        return new ConnectionInfo("127.0.0.1", port, "posthaste", "posthaste", new Secret(password), "");
    }

    @Override
    public void close() {
        RunningServer running = server;
        if (running != null) {
            running.close();
            keepOutput();
        }
    }

    /** Looks for what the server should not have had to say since the last look. */
    void lookForBugs() {
        List<String> said = server().output().lines().toList();
        said.stream()
                .skip(linesSeen)
                .filter(line -> BUGS.stream().anyMatch(line::contains) && !line.contains(POOL_TIMER))
                .forEach(line -> journal.find(Breach.PROCESS, line));
        linesSeen = said.size();
    }

    /** What the server said so far, for whoever looks into a finding. */
    private void keepOutput() {
        RunningServer ended = server;
        if (ended != null) {
            try {
                Files.writeString(LOG, ended.output() + "\n\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    }

    private List<String> pidFile() throws IOException {
        return Files.readAllLines(data.resolve("postgres/data/postmaster.pid"));
    }

    private static void expect(Http.Answer made) {
        if (made.status() != 201) {
            throw new IllegalStateException(made.body());
        }
    }
}
