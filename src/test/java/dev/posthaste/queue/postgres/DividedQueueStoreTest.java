package dev.posthaste.queue.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.Placement;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.LeaseRequest;
import dev.posthaste.queue.Mails;
import dev.posthaste.queue.QueueStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queue as it works on several nodes: leased bucket by bucket, and settled in a transaction for each bucket. */
class DividedQueueStoreTest implements QueueOnDatabase {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private static final Placement TWO_NODES = new Placement() {
        @Override
        public int nodes() {
            return 2;
        }

        @Override
        public int node(AccountId account) {
            return 0;
        }

        @Override
        public int node(int bucket) {
            return bucket & 1;
        }
    };

    private final QueueStore store =
            new PostgresQueueStore(DATABASE.mutinyPool(), new Uuid7(InstantSource.system()), TWO_NODES);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Override
    public QueueStore store() {
        return store;
    }

    @Override
    public QueueRows rows() {
        return new QueueRows(DATABASE);
    }

    @Test
    void every_bucket_gets_its_turn() {
        for (int i = 0; i < 40; i++) {
            accept(Mails.item(i * 13, Mails.ALICE), List.of(EmailAddress.of("bob@example.org")));
        }
        LeaseRequest few = new LeaseRequest(Mails.ANY, 5, 5, Mails.NOON, Mails.NOON.plusSeconds(60));
        Set<Integer> buckets = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            List<Lease> leases = store.lease(few).await().atMost(Duration.ofSeconds(60));
            assertThat(leases).hasSize(5);
            leases.forEach(lease -> buckets.add(lease.item().email().bucket()));
        }
        assertThat(buckets).hasSize(40);
    }
}
