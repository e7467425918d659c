package dev.posthaste.mailbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.AccountId;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.FolderStore.SubscribeOutcome;
import dev.posthaste.mailbox.FolderStoreContract;
import dev.posthaste.mailbox.MailboxStoreContract;
import dev.posthaste.mailbox.MailboxWorld;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

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

    @Test
    void a_subscription_too_many_is_refused_and_one_that_is_there_is_not() {
        AccountId account = world.account();
        String full = "insert into subscription (account_id, name) select $1, 'f' || n from generate_series(1, $2) n";
        DATABASE.mutinyPool()
                .preparedQuery(full)
                .execute(Tuple.of(account.value(), FolderStore.MAX_SUBSCRIPTIONS))
                .await()
                .atMost(Duration.ofMinutes(1));

        assertThat(subscribe(account, "one more")).isEqualTo(SubscribeOutcome.TOO_MANY);
        assertThat(subscribe(account, "f1")).isEqualTo(SubscribeOutcome.DONE);
    }

    private SubscribeOutcome subscribe(AccountId account, String name) {
        return world.folders().subscribe(account, new FolderName(name)).await().atMost(Duration.ofMinutes(1));
    }
}
