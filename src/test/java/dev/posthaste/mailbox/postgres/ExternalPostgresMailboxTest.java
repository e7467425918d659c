package dev.posthaste.mailbox.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.app.DebianPostgres;
import dev.posthaste.mailbox.FolderStoreContract;
import dev.posthaste.mailbox.MailboxStoreContract;
import dev.posthaste.mailbox.MailboxWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Folders and messages on PostgreSQL 15. */
class ExternalPostgresMailboxTest implements FolderStoreContract, MailboxStoreContract {

    private static TestDatabase database;

    private final MailboxWorld world = new PostgresMailboxWorld(database.mutinyPool());

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

    @Override
    public MailboxWorld world() {
        return world;
    }
}
