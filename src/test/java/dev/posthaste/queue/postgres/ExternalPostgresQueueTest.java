package dev.posthaste.queue.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.app.DebianPostgres;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.QueueStore;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The queue on PostgreSQL 15. */
class ExternalPostgresQueueTest implements QueueOnDatabase {

    private static TestDatabase database;

    private final QueueStore store = new PostgresQueueStore(database.mutinyPool(), new Uuid7(InstantSource.system()));

    @BeforeAll
    static void open() {
        database = DebianPostgres.database();
    }

    @AfterAll
    static void close() {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void clear() {
        database.truncate();
    }

    @Override
    public QueueStore store() {
        return store;
    }

    @Override
    public QueueRows rows() {
        return new QueueRows(database);
    }
}
