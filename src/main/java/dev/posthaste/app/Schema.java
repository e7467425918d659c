package dev.posthaste.app;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables: {@code db/migration} on the class path, applied in order, once each. */
public final class Schema {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

    private Schema() {}

    /**
     * Brings the database up to date. Several nodes may call this at the same time: one does it, the others wait.
     *
     * @throws StartException if the database cannot be reached or a migration fails
     */
    public static void migrate(ConnectionInfo database) throws StartException {
        FLYWAY.setLevel(Level.WARNING);
        try {
            Flyway.configure()
                    .dataSource(
                            database.jdbcUrl(),
                            database.user(),
                            database.password().use(password -> password))
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException cause) {
            throw new StartException(
                    "The tables in " + database.url() + " could not be brought up to date: " + cause.getMessage(),
                    cause);
        }
    }
}
