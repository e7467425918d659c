package dev.posthaste.lease.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.lease.LeaseStore;
import dev.posthaste.lease.LeaseStoreContract;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLeaseStoreTest implements LeaseStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final LeaseStore store = new PostgresLeaseStore(DATABASE.mutinyPool());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Override
    public LeaseStore store() {
        return store;
    }

    @Override
    public void pass(Duration time) {
        DATABASE.mutinyPool()
                .preparedQuery("update lease set until = until - make_interval(secs => $1)")
                .execute(Tuple.of((double) time.toSeconds()))
                .await()
                .atMost(LENGTH);
    }

    @Test
    void of_many_that_come_at_once_one_gets_it() {
        List<Uni<Boolean>> asked = IntStream.range(0, 20)
                .mapToObj(i -> store.acquire("sweep", new UUID(2, i), LENGTH))
                .toList();

        List<Boolean> got = Uni.join().all(asked).andFailFast().await().atMost(LENGTH);

        assertThat(got).containsOnlyOnce(true);
    }
}
