package dev.posthaste.queue.postgres;

import static dev.posthaste.queue.Mails.ALICE;
import static dev.posthaste.queue.Mails.ANY;
import static dev.posthaste.queue.Mails.NOON;
import static dev.posthaste.queue.Mails.deferred;
import static dev.posthaste.queue.Mails.delivered;
import static dev.posthaste.queue.Mails.failed;
import static dev.posthaste.queue.Mails.item;
import static dev.posthaste.queue.Mails.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.AttemptResult;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Contact;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.LeaseRequest;
import dev.posthaste.queue.Outcome;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.queue.QueueStore.RefusedSettlementException;
import dev.posthaste.queue.Scope;
import dev.posthaste.queue.Settlement;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresQueueStoreTest implements QueueOnDatabase {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    /** Recipients that are settled together. */
    private static final int BATCH = 30;

    private final PostgresQueueStore store =
            new PostgresQueueStore(DATABASE.mutinyPool(), new Uuid7(InstantSource.system()));

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
    void what_postgresql_cannot_hold_is_refused_and_nothing_of_its_batch_is_written() {
        accept(item(1, ALICE), Collections.nCopies(2, EmailAddress.of("bob@example.org")));
        LeaseRequest request = new LeaseRequest(ANY, 20, 20, NOON, NOON.plusSeconds(60));
        List<Lease> leases = store.lease(request).await().indefinitely();
        Settlement good = new Settlement.Delivered(result(leases.getFirst(), delivered(), NOON));
        AttemptResult nul = new AttemptResult(
                leases.getLast(), delivered(), new Contact.Host("mx\0", new Contact.Security.Plaintext()), NOON, NOON);
        assertThatThrownBy(() -> store.settle(List.of(good, new Settlement.Delivered(nul)), NOON)
                        .await()
                        .indefinitely())
                .isInstanceOf(RefusedSettlementException.class);
        assertThat(standing(item(1, ALICE).email(), 0).status()).isEqualTo("queued");
        store.settle(List.of(good), NOON).await().indefinitely();
        assertThat(standing(item(1, ALICE).email(), 0).status()).isEqualTo("delivered");
    }

    @Test
    void each_settled_attempt_is_an_event_of_its_email() {
        Item item = item(1, ALICE);
        accept(item, Collections.nCopies(4, EmailAddress.of("bob@example.org")));
        LeaseRequest request = new LeaseRequest(ANY, 20, 20, NOON, NOON.plusSeconds(60));
        List<Lease> leases = store.lease(request).await().indefinitely();
        AttemptResult later = result(leases.get(1), deferred(Scope.HOST), NOON);
        AttemptResult refused = result(leases.get(2), failed(Scope.RECIPIENT), NOON);
        AttemptResult late = result(leases.get(3), deferred(Scope.HOST), NOON);
        List<Settlement> settlements = List.of(
                new Settlement.Delivered(result(leases.getFirst(), delivered(), NOON)),
                new Settlement.Deferred(later, cause(later), NOON.plusSeconds(300)),
                new Settlement.Bounced(refused, cause(refused)),
                new Settlement.Expired(late, cause(late)));
        store.settle(settlements, NOON).await().indefinitely();
        store.settle(settlements, NOON).await().indefinitely();

        List<String> types = new ArrayList<>();
        List<String> data = new ArrayList<>();
        execute(
                        "select type, data from event where subject_id = $1 order by type",
                        Tuple.of(item.email().value()))
                .forEach(event -> {
                    types.add(event.getShort("type").toString());
                    data.add(event.getString("data"));
                });
        assertThat(types).containsExactly("2", "3", "4", "5");
        assertThat(data.get(1))
                .contains(
                        "\"recipient\":1",
                        "\"address\":\"bob@example.org\"",
                        "\"smtp_code\":450",
                        "\"next_attempt_at\":");
        assertThat(data.get(2))
                .contains("\"enhanced_code\":\"5.1.1\"", "\"attempt\":1")
                .doesNotContain("next_attempt_at");
    }

    private static Cause cause(AttemptResult result) {
        return switch (result.outcome()) {
            case Outcome.Deferred(Cause cause) -> cause;
            case Outcome.Failed(Cause cause) -> cause;
            case Outcome.Delivered delivered -> throw new IllegalArgumentException("delivered");
        };
    }

    @Test
    void several_processes_that_lease_at_once_share_the_queue_and_get_nothing_twice() {
        List<EmailAddress> many = Collections.nCopies(200, EmailAddress.of("bob@example.org"));
        accept(item(1, ALICE), many);
        LeaseRequest request = new LeaseRequest(ANY, 20, 20, NOON, NOON.plusSeconds(60));
        List<Lease> leases = Multi.createFrom()
                .range(0, 40)
                .onItem()
                .transformToUni(i -> store.lease(request))
                .merge(8)
                .collect()
                .in(ArrayList<Lease>::new, List::addAll)
                .map(list -> (List<Lease>) list)
                .await()
                .atMost(Duration.ofSeconds(60));
        Set<Integer> numbers = new HashSet<>();
        leases.forEach(lease -> assertThat(numbers.add(lease.number())).isTrue());
    }

    @Test
    void two_processes_that_settle_the_last_recipients_of_an_email_at_once_let_its_blob_go_once() {
        for (int i = 0; i < 20; i++) {
            Item item = item(i, ALICE);
            accept(item, List.of(EmailAddress.of("bob@example.org"), EmailAddress.of("carol@example.org")));
            LeaseRequest request = new LeaseRequest(ANY, 2, 2, NOON, NOON.plusSeconds(60));
            List<Lease> leases = store.lease(request).await().atMost(Duration.ofSeconds(30));
            Multi.createFrom()
                    .iterable(leases)
                    .map(lease -> List.<Settlement>of(new Settlement.Delivered(result(lease, delivered(), NOON))))
                    .onItem()
                    .transformToUni(settlement -> store.settle(settlement, NOON))
                    .merge(2)
                    .collect()
                    .asList()
                    .await()
                    .atMost(Duration.ofSeconds(30));
            assertThat(holdsBlobOf(item.email())).isFalse();
        }
    }

    @Test
    void settlements_that_wait_for_a_renewal_of_their_own_leases_are_written_all_the_same() throws Exception {
        settleBehind("update recipient set leased_until = leased_until + interval '20 seconds'");
        assertThat(sum("select count(*) from recipient where status = 'delivered'"))
                .isEqualTo(BATCH);
        assertThat(sum("select count(*) from queued_blob")).isZero();
    }

    /** Settles a batch while another transaction has made this change, which commits when it is waited for. */
    private void settleBehind(String change) throws Exception {
        for (int i = 0; i < BATCH; i++) {
            accept(item(i, ALICE), List.of(EmailAddress.of("bob@example.org")));
        }
        LeaseRequest request = new LeaseRequest(ANY, BATCH, BATCH, NOON, NOON.plusSeconds(60));
        List<Settlement> batch = store.lease(request).await().atMost(Duration.ofSeconds(30)).stream()
                .<Settlement>map(lease -> new Settlement.Delivered(result(lease, delivered(), NOON)))
                .toList();
        try (Connection other = DATABASE.connection().open();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate(change);
            CompletableFuture<Void> settled = store.settle(batch, NOON).subscribeAsCompletionStage();
            awaitWaiting();
            other.commit();
            settled.orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    private static long sum(String sql) {
        return execute(sql, Tuple.tuple()).iterator().next().getLong(0);
    }

    private static void awaitWaiting() {
        String waiting = "select count(*) from pg_locks where not granted";
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (execute(waiting, Tuple.tuple()).iterator().next().getLong(0) == 0) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void an_attempt_is_kept_with_host_and_tls_and_the_hosts_words() {
        Item item = item(1, ALICE);
        accept(item, List.of(EmailAddress.of("bob@example.org")));
        LeaseRequest request = new LeaseRequest(ANY, 2, 2, NOON, NOON.plusSeconds(60));
        Lease lease =
                store.lease(request).await().atMost(Duration.ofSeconds(30)).getFirst();
        Settlement settlement = new Settlement.Delivered(result(lease, delivered(), NOON));
        store.settle(List.of(settlement), NOON).await().atMost(Duration.ofSeconds(30));
        Row row = execute("select host, tls, code, diagnostic from attempt", Tuple.tuple())
                .iterator()
                .next();
        assertThat(row.toJson().getMap())
                .containsEntry("host", "mx.example.org:25")
                .containsEntry("tls", "TLSv1.3")
                .containsEntry("code", 250)
                .containsEntry("diagnostic", "2.0.0 queued");
    }

    @Test
    void large_content_of_an_email_that_is_done_is_noted_for_the_sweep() {
        Item item = item(1, ALICE);
        accept(item, List.of(EmailAddress.of("bob@example.org")));
        execute("update queued_blob set data = null", Tuple.tuple());
        LeaseRequest request = new LeaseRequest(ANY, 2, 2, NOON, NOON.plusSeconds(60));
        Lease lease =
                store.lease(request).await().atMost(Duration.ofSeconds(30)).getFirst();
        store.settle(List.of(new Settlement.Delivered(result(lease, delivered(), NOON))), NOON)
                .await()
                .atMost(Duration.ofSeconds(30));
        assertThat(sum("select count(*) from queued_blob")).isZero();
        assertThat(sum("select count(*) from large_blob_released r join email e on e.blob_hash = r.hash"))
                .isEqualTo(1);
    }

    @Test
    void what_is_due_is_found_by_its_index() {
        execute(
                "insert into recipient select g % 1024, gen_random_uuid(), 0, $1, 'b@x.test', 'to', 'x.test', 'queued', null,"
                        + " null, 0, $2::timestamptz + g * interval '1 second' from generate_series(1, 20000) g",
                Tuple.of(item(1, ALICE).blob().tenant().value(), NOON.atOffset(ZoneOffset.UTC)));
        execute("analyze recipient", Tuple.tuple());
        assertThat(plan(QueueSql.LEASE_ALL_BUT)).contains("Scan using recipient_due on recipient");
        assertThat(plan(QueueSql.LEASE_ONLY)).contains("Scan using recipient_due_at on recipient");
    }

    private static String plan(String lease) {
        String sql = lease.replace("$1", "'" + NOON + "'::timestamptz")
                .replace("$2", "'" + NOON + "'::timestamptz")
                .replace("$3", "'00000000-0000-0000-0000-000000000000'::uuid")
                .replace("$4", "'{x.test}'")
                .replaceAll("\\$[567]", "10");
        StringBuilder plan = new StringBuilder();
        execute("explain " + sql, Tuple.tuple()).forEach(row -> plan.append(row.getString(0)));
        return plan.toString();
    }

    private static RowSet<Row> execute(String sql, Tuple parameters) {
        return DATABASE.mutinyPool()
                .preparedQuery(sql)
                .execute(parameters)
                .await()
                .atMost(Duration.ofSeconds(30));
    }
}
