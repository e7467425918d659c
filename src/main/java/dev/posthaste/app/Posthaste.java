package dev.posthaste.app;

import dev.posthaste.certificate.ServerTls;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.util.ExceptionUtil;
import java.net.BindException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts the server: configuration, data directory, database, tables, keys, and then the framework with everything
 * that listens; ends it in the opposite order.
 */
@QuarkusMain
public final class Posthaste {

    /** Half of what the embedded database allows: a second node may start while this one drains. */
    private static final int POOL_SIZE = EmbeddedPostgres.MAX_CONNECTIONS / 2;

    /** Gauges that belong to one connection of many. */
    private static final Set<String> ONE_CONNECTION = Set.of("postgresql.queue.size", "postgresql.current");

    private static final Logger LOG = Logger.getLogger(Posthaste.class);

    Posthaste() {}

    /** Needs no argument: see {@link Configuration}. */
    public static void main(String... arguments) {
        ServerTls.refuseRenegotiation();
        Shutdown shutdown = Shutdown.install();
        try {
            Configuration configuration = Configuration.read(System.getenv(), System.getProperties());
            configuration.remarks().forEach(LOG::warn);
            Bootstrap bootstrap = prepare(configuration, shutdown);
            bootstrap.publish();
            frameworkSettings(bootstrap).forEach(System::setProperty);
            Metrics.globalRegistry.config().meterFilter(withoutGaugesOfFirstConnection());
            Quarkus.run(Serving.class, (code, failure) -> end(shutdown, code, failure), arguments);
        } catch (StartException cause) {
            complain(cause.getMessage());
        } finally {
            shutdown.served(1);
        }
        System.exit(1);
    }

    private static void end(Shutdown shutdown, int code, @Nullable Throwable failure) {
        if (ExceptionUtil.getRootCause(failure) instanceof BindException taken) {
            complain(taken.getMessage() + ". Set " + Listener.HTTP.variable() + " to another port, or to 0 for any.");
        } else if (failure != null) {
            complain(String.valueOf(ExceptionUtil.getRootCause(failure)));
            LOG.error("The server did not start", failure);
        }
        shutdown.served(code);
    }

    /** To standard error, wherever the log goes. */
    static void complain(@Nullable String sentence) {
        System.err.println("Posthaste cannot start.\n  " + sentence);
    }

    private static Bootstrap prepare(Configuration configuration, Shutdown shutdown) throws StartException {
        DataDirectory data = DataDirectory.open(configuration.dataDirectory());
        shutdown.lastly(data::close);
        AdminKey adminKey = AdminKey.of(data, configuration.keys().admin());
        MasterKey masterKey = MasterKey.of(data, configuration.keys().master());
        ChunkPlace chunks = ChunkPlace.open(configuration.storage().blobs());
        ConnectionInfo database =
                switch (configuration.storage().database()) {
                    case Configuration.Database.Embedded() -> embedded(data, shutdown);
                    case Configuration.Database.External(ConnectionInfo connection) -> connection;
                };
        Schema.migrate(database);
        return new Bootstrap(configuration, adminKey, masterKey, chunks, database);
    }

    /**
     * The client of PostgreSQL registers these for each connection, under one name: they would show what the first one does, and
     * warn of the second. Its registry is the global one, which has no filters but those that are there before the framework.
     */
    private static MeterFilter withoutGaugesOfFirstConnection() {
        return MeterFilter.deny(meter -> ONE_CONNECTION.contains(meter.getName()));
    }

    private static ConnectionInfo embedded(DataDirectory data, Shutdown shutdown) throws StartException {
        EmbeddedPostgres server = EmbeddedPostgres.start(data);
        PostgresWatch watch = PostgresWatch.over(server, data.path().resolve("postgres/log"));
        shutdown.lastly(watch::stop);
        return server.connection();
    }

    /** Settings of the framework that follow from the configuration. */
    private static Map<String, String> frameworkSettings(Bootstrap bootstrap) {
        Configuration configuration = bootstrap.configuration();
        ConnectionInfo database = bootstrap.database();
        Map<String, String> settings = new TreeMap<>();
        settings.put("quarkus.datasource.reactive.url", database.url());
        settings.put("quarkus.datasource.username", database.user());
        settings.put("quarkus.datasource.password", database.password().use(text -> text));
        settings.put("quarkus.datasource.reactive.max-size", Integer.toString(POOL_SIZE));
        database.option(DatabasePool.PLANS)
                .ifPresent(mode -> settings.put(
                        "quarkus.datasource.reactive.additional-properties.\"" + DatabasePool.PLANS + '"', mode));
        settings.put("quarkus.http.host", configuration.listening().bind());
        settings.put(
                "quarkus.http.port", Integer.toString(configuration.listening().port(Listener.HTTP)));
        // A message in JSON may be written in base64, which is a third longer, with attachments beside its text.
        settings.put("quarkus.http.limits.max-body-size", Long.toString(configuration.messageSizeMax() * 2));
        settings.put(
                "quarkus.log.console.json.enabled",
                Boolean.toString(
                        switch (configuration.mode()) {
                            case LOCAL -> false;
                            case PRODUCTION -> true;
                        }));
        return settings;
    }
}
