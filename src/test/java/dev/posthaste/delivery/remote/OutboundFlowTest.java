package dev.posthaste.delivery.remote;

import static dev.posthaste.smtp.client.FakeMta.script;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.blob.postgres.PostgresBlobStore;
import dev.posthaste.blob.postgres.PostgresChunks;
import dev.posthaste.dns.FakeResolver;
import dev.posthaste.dns.MailHosts;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.queue.Dispatcher;
import dev.posthaste.queue.Environment;
import dev.posthaste.queue.Lease;
import dev.posthaste.queue.LeaseRequest;
import dev.posthaste.queue.Mails;
import dev.posthaste.queue.Policy;
import dev.posthaste.queue.QueueStore;
import dev.posthaste.queue.Settlement;
import dev.posthaste.queue.postgres.PostgresQueueStore;
import dev.posthaste.smtp.client.FakeMta;
import dev.posthaste.smtp.client.SmtpClient;
import dev.posthaste.smtp.wire.ClientName;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From queue rows over a socket to another server, and back into the rows. */
class OutboundFlowTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final int EMAILS = 300;

    private static final String HELLO = """
            S: 220 mx.test ESMTP
            C: EHLO here.test
            S: 250-mx.test
            S: 250 PIPELINING
            """;

    private static final String TO_BOB = """
            C: MAIL FROM:<alice@here.test>
            C: RCPT TO:<bob@example.org>
            C: DATA
            S: 250 OK
            S: 250 OK
            S: 354 Go ahead
            DATA
            S: 250 2.0.0 Queued
            """;

    private final List<String> reported = new CopyOnWriteArrayList<>();

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Test
    void what_is_in_the_queue_arrives_and_is_settled() throws Exception {
        insert("bob@example.org", "example.org", EMAILS);
        String many = String.join("\n", Collections.nCopies(IdleConnections.MAX_MESSAGES, TO_BOB.strip()));
        try (FakeMta mta = new FakeMta(script(HELLO, many, "C: QUIT"))) {
            FakeResolver dns = new FakeResolver().address("example.org", "127.0.0.1");
            deliverUntilEmpty(dns, mta.port());
            assertThat(mta.messages()).hasSize(EMAILS).containsOnly("Received: here\r\nSubject: x\r\n\r\nHi\r\n");
        }
        assertThat(count("select count(*) from recipient where status = 'delivered' and settled_at is not null"))
                .isEqualTo(EMAILS);
        assertThat(count("select count(*) from attempt where outcome = 'delivered' and code = 250"))
                .isEqualTo(EMAILS);
        assertThat(count("select count(*) from queued_blob")).isZero();
        assertThat(reported).isEmpty();
    }

    @Test
    void what_cannot_arrive_bounces_and_is_reported_once() throws Exception {
        insert("bob@missing.test", "missing.test", 5);
        deliverUntilEmpty(new FakeResolver(), 1);
        assertThat(count("select count(*) from recipient where status = 'bounced' and last_enhanced = '5.1.2'"))
                .isEqualTo(5);
        assertThat(reported).hasSize(5);
        assertThat(count("select count(*) from queued_blob")).isZero();
    }

    private void deliverUntilEmpty(FakeResolver dns, int port) throws InterruptedException {
        Vertx vertx = TestDatabase.vertx();
        Context loop = vertx.getOrCreateContext();
        InstantSource clock = InstantSource.system();
        Uuid7 ids = new Uuid7(clock);
        RemoteDelivery delivery = new RemoteDelivery(
                RelayRoutes.NONE,
                new MailHosts(dns, new Random(1), Set.of()),
                port,
                new SmtpClient(vertx, new ClientName("here.test")),
                new PostgresBlobStore(DATABASE.mutinyPool(), new PostgresChunks(DATABASE.mutinyPool()), ids),
                clock);
        CountDownLatch empty = new CountDownLatch(1);
        CountingStore store = new CountingStore(new PostgresQueueStore(DATABASE.mutinyPool(), ids), empty);
        Dispatcher dispatcher = new Dispatcher(
                store,
                delivery,
                this::report,
                Policy.DEFAULT,
                new Environment(
                        clock,
                        new Random(2),
                        (delay, task) -> vertx.setTimer(delay.toMillis(), id -> task.run()),
                        task -> loop.runOnContext(now -> task.run())));
        dispatcher.start();
        assertThat(empty.await(60, TimeUnit.SECONDS)).as("everything settled").isTrue();
        dispatcher.stop().await().atMost(Duration.ofSeconds(30));
        delivery.close().await().atMost(Duration.ofSeconds(30));
    }

    private Uni<Void> report(List<Settlement> failures) {
        failures.forEach(
                failure -> reported.add(failure.result().lease().recipient().toString()));
        return Uni.createFrom().voidItem();
    }

    private static void insert(String address, String destination, int number) {
        execute("""
                insert into email (bucket, id, tenant_id, entrance, reverse_path, author_name, author_address, sender_name,
                                   sender_address, subject, message_id, blob_hash, size, prefix, needs_utf8, tags,
                                   metadata, created_at)
                select ('x' || right(id::text, 3))::bit(12)::integer & 1023, id, $1, 'api', '<alice@here.test>', '', '',
                       '', '', '', '', sha256('x'), 18, $2, false, '{}', '{}', now()
                from (select gen_random_uuid() as id from generate_series(1, $3)) ids""", Tuple.of(tenant(), io.vertx.core.buffer.Buffer.buffer("Received: here\r\n"), number));
        execute("""
                insert into recipient (bucket, tenant_id, email_id, n, address, role, destination, status, attempts,
                                       next_attempt_at)
                select bucket, tenant_id, id, 0, $1, 'to', $2, 'queued', 0, now() from email""", Tuple.of(address, destination));
        execute("""
                insert into queued_blob (bucket, email_id, tenant_id, hash, size, data)
                select bucket, id, tenant_id, blob_hash, 18, $1 from email""", Tuple.of(io.vertx.core.buffer.Buffer.buffer("Subject: x\r\n\r\nHi\r\n")));
    }

    private static java.util.UUID tenant() {
        return Mails.TENANT.value();
    }

    private static int count(String sql) {
        for (Row row : execute(sql, Tuple.tuple())) {
            return row.getNumeric(0).intValue();
        }
        throw new AssertionError("no row");
    }

    private static Iterable<Row> execute(String sql, Tuple parameters) {
        return DATABASE.mutinyPool()
                .preparedQuery(sql)
                .execute(parameters)
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    /** Completes when the queue has no recipients left. */
    private record CountingStore(QueueStore store, CountDownLatch empty) implements QueueStore {
        @Override
        public Uni<List<Lease>> lease(LeaseRequest request) {
            return store.lease(request);
        }

        @Override
        public Uni<List<Lease>> renew(List<Lease> leases, Instant until) {
            return store.renew(leases, until);
        }

        @Override
        public Uni<Void> giveBack(List<Lease> leases, Instant now) {
            return store.giveBack(leases, now);
        }

        @Override
        public Uni<Integer> cancel(TenantId tenant, EmailId email, Instant now) {
            return store.cancel(tenant, email, now);
        }

        @Override
        public Uni<Void> settle(List<Settlement> settlements, Instant now) {
            return store.settle(settlements, now)
                    .chain(() -> DATABASE.mutinyPool()
                            .query("select 1 from recipient where next_attempt_at is not null limit 1")
                            .execute())
                    .invoke(rows -> {
                        if (rows.size() == 0) {
                            empty.countDown();
                        }
                    })
                    .replaceWithVoid();
        }
    }
}
