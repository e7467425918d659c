package dev.posthaste;

import dev.posthaste.app.ConnectionInfo;
import dev.posthaste.app.DataDirectory;
import dev.posthaste.app.DatabasePool;
import dev.posthaste.app.EmbeddedPostgres;
import dev.posthaste.app.Schema;
import dev.posthaste.app.StartException;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL for tests: one server per test JVM, started for the first test and stopped with the JVM; one database
 * per test class, with every table and no rows, copied from a template in about ten milliseconds.
 *
 * <pre>
 * static final TestDatabase DATABASE = TestDatabase.fresh();
 *
 * &#64;BeforeEach
 * void clear() {
 *     DATABASE.truncate();
 * }
 * </pre>
 */
public final class TestDatabase implements AutoCloseable {

    private static final int POOL_SIZE = 10;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ConnectionInfo connection;
    private final Pool pool;

    private TestDatabase(ConnectionInfo connection) {
        this.connection = connection;
        PgConnectOptions options = DatabasePool.prepare(new PgConnectOptions())
                .setHost(connection.host())
                .setPort(connection.port())
                .setDatabase(connection.database())
                .setUser(connection.user())
                .setPassword(connection.password().use(password -> password))
                .setPipeliningLimit(64);
        this.pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(POOL_SIZE))
                .connectingTo(options)
                .using(Server.VERTX)
                .build();
    }

    /** A database with every table and no rows. */
    public static TestDatabase fresh() {
        return create("TEMPLATE " + Server.TEMPLATE + " STRATEGY FILE_COPY");
    }

    /** A database without tables, for tests of the migrations. */
    public static TestDatabase empty() {
        return create("");
    }

    private static TestDatabase create(String how) {
        String name = "test_" + NUMBER.incrementAndGet();
        Server.execute("CREATE DATABASE " + name + ' ' + how);
        return new TestDatabase(Server.POSTGRES.connection().withDatabase(name));
    }

    /** The reactive client that the {@code .postgres} packages take. */
    public Pool pool() {
        return pool;
    }

    /** The same pool with Mutiny's API. */
    public io.vertx.mutiny.sqlclient.Pool mutinyPool() {
        return io.vertx.mutiny.sqlclient.Pool.newInstance(pool);
    }

    /** The connection data, for JDBC and for code that creates its own pool. */
    public ConnectionInfo connection() {
        return connection;
    }

    /** The Vert.x instance of the pool, for tests that need a context or a timer. */
    public static Vertx vertx() {
        return Server.VERTX;
    }

    /** Deletes all rows of all tables, in one statement. */
    public void truncate() {
        try (Connection open = connection.open();
                Statement statement = open.createStatement()) {
            StringJoiner tables = new StringJoiner(", ", "TRUNCATE ", " RESTART IDENTITY CASCADE");
            tables.setEmptyValue("SELECT 1");
            try (ResultSet rows = statement.executeQuery("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                    + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                    + " AND tablename <> 'flyway_schema_history'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            statement.execute(tables.toString());
        } catch (SQLException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** Closes its connections; the database itself is dropped at the next start of the server. */
    @Override
    public void close() {
        pool.close();
    }

    /** Initialised when the first test requests a database. */
    private static final class Server {

        static final String TEMPLATE = "template_posthaste";

        /** Maximum number of concurrent test JVMs, each with its own folder. */
        private static final int MAX_FOLDERS = 8;

        static final Vertx VERTX = Vertx.vertx();

        static final EmbeddedPostgres POSTGRES = start();

        static {
            prepareTemplate();
        }

        static void execute(String sql) {
            try (Connection open = POSTGRES.connection().open();
                    Statement statement = open.createStatement()) {
                statement.execute(sql);
            } catch (SQLException cause) {
                throw new IllegalStateException(sql, cause);
            }
        }

        private static EmbeddedPostgres start() {
            try {
                DataDirectory data = freeFolder(1);
                EmbeddedPostgres server = EmbeddedPostgres.start(data, Path.of("target", "postgres"));
                Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-test-database"));
                return server;
            } catch (StartException cause) {
                throw new IllegalStateException(cause);
            }
        }

        /** The folder is kept between runs, which saves creating a cluster. */
        private static DataDirectory freeFolder(int number) throws StartException {
            try {
                return DataDirectory.open(Path.of("target", "test-postgres-" + number));
            } catch (StartException inUse) {
                if (number == MAX_FOLDERS) {
                    throw inUse;
                }
                return freeFolder(number + 1);
            }
        }

        private static void prepareTemplate() {
            try (Connection open = POSTGRES.connection().open();
                    Statement statement = open.createStatement()) {
                try (ResultSet old = statement.executeQuery(
                        "SELECT string_agg(datname, ' ') FROM pg_database WHERE datname ~ '^(test_|template_post)'")) {
                    old.next();
                    drop(old.getString(1));
                }
                statement.execute("CREATE DATABASE " + TEMPLATE);
                Schema.migrate(POSTGRES.connection().withDatabase(TEMPLATE));
            } catch (SQLException | StartException cause) {
                throw new IllegalStateException(cause);
            }
        }

        private static void drop(String databases) {
            if (databases != null) {
                for (String database : databases.split(" ")) {
                    execute("DROP DATABASE " + database + " WITH (FORCE)");
                }
            }
        }
    }
}
