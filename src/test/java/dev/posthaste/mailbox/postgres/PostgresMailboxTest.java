package dev.posthaste.mailbox.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.mailbox.FolderStoreContract;
import dev.posthaste.mailbox.MailboxStoreContract;
import dev.posthaste.mailbox.MailboxWorld;
import org.junit.jupiter.api.AfterAll;

class PostgresMailboxTest implements FolderStoreContract, MailboxStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final MailboxWorld world = new PostgresMailboxWorld(DATABASE.mutinyPool());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    public MailboxWorld world() {
        return world;
    }
}
