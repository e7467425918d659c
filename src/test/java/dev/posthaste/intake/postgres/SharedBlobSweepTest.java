package dev.posthaste.intake.postgres;

import static dev.posthaste.intake.postgres.DoorWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountRef;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.Ledger;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.MailboxStore.Access;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No blob that anything refers to is ever swept, and every other one is. */
class SharedBlobSweepTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    /** Everything is old enough to be swept at once. */
    private static final Duration AT_ONCE = Duration.ofSeconds(-5);

    private static final int WORKERS = 6;
    private static final int COMMANDS = 120;

    /** One moment is looked at, whatever happens meanwhile. */
    private static final String LOST = """
        select (select count(*) from message m where not exists (
                    select from blob b where b.account_id = m.account_id and b.hash = m.blob_hash))
            + (select count(*) from blob b where b.data is null and not exists (
                    select from large_blob l where l.tenant_id = b.tenant_id and l.hash = b.hash))
            + (select count(*) from queued_blob q where q.data is null and not exists (
                    select from large_blob l where l.tenant_id = q.tenant_id and l.hash = q.hash))
            + (select count(*) from recipient r where r.next_attempt_at is not null and not exists (
                    select from queued_blob q where q.bucket = r.bucket and q.email_id = r.email_id))\
        """;

    /**
     * Large content whose chunks are gone. Where everything is swept at once this happens, too, to an upload that is not yet
     * accepted; in a server, uploads have a day.
     */
    private static final String WITHOUT_CHUNKS = """
        select count(*) from large_blob l where not exists (
            select from blob_chunk c where c.tenant_id = l.tenant_id and c.upload = l.upload)\
        """;

    private final DoorWorld world = new DoorWorld(DATABASE);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Test
    void small_content_goes_from_each_account_with_its_last_message_there() {
        AccountRef alice = world.account(1 << 20, 100);
        AccountRef bob = world.account(1 << 20, 100);
        written(world.deliver("shared", alice, bob));
        assertThat(world.number("select count(*) from blob")).isEqualTo(2);

        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        assertThat(done(world.blobs.sweep(Duration.ofHours(1)))).isZero();
        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(1);
        assertThat(world.number(LOST)).isZero();
        done(world.messages.delete(bob.id(), bob.inbox(), new long[] {1}));
        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(1);

        assertThat(world.number("select count(*) from blob")).isZero();
    }

    @Test
    void large_content_is_kept_once_for_a_tenant_and_goes_with_the_last_account_that_has_it() {
        AccountRef alice = world.account(1 << 24, 100);
        AccountRef bob = world.account(1 << 24, 100);
        written(world.deliverLarge(1, alice));
        written(world.deliverLarge(1, bob));
        assertThat(world.number("select count(*) from blob where data is null")).isEqualTo(2);
        assertThat(world.number("select count(*) from large_blob")).isEqualTo(1);

        // The second upload of the same octets.
        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(1);
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(1);
        assertThat(world.number(LOST)).isZero();
        assertThat(world.number(WITHOUT_CHUNKS)).isZero();
        assertThat(world.number("select count(*) from large_blob_released")).isZero();

        done(world.messages.delete(bob.id(), bob.inbox(), new long[] {1}));
        // The blob, the large blob and its upload.
        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(3);
        assertThat(world.number("select count(*) from blob_chunk")).isZero();
        assertThat(world.number("select count(*) from blob_upload")).isZero();
    }

    @Test
    void large_content_of_the_queue_goes_when_nobody_waits_for_it_and_no_account_has_it() {
        AccountRef alice = world.account(1 << 24, 100);
        Acceptance waiting = world.queuedLarge(2);
        written(world.ledger.write(List.of(waiting)));
        written(world.deliverLarge(2, alice));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        // The blob of alice and the second upload.
        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(2);
        assertThat(world.number(LOST)).isZero();
        assertThat(world.number(WITHOUT_CHUNKS)).isZero();

        release(waiting.email());

        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(2);
        assertThat(world.number("select count(*) from large_blob")).isZero();
        assertThat(world.number("select count(*) from blob_chunk")).isZero();
    }

    @Test
    void large_content_that_intake_is_about_to_refer_to_is_passed_over_and_looked_at_again() {
        AccountRef alice = world.account(1 << 24, 100);
        AccountRef bob = world.account(1 << 24, 100);
        written(world.deliverLarge(3, alice));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        SqlConnection intake = join(DATABASE.pool().getConnection());
        GroupRows rows = new GroupRows(List.of(world.large(3, Optional.empty(), bob)));
        begin(intake, rows);

        try {
            // The blob of alice, and the second upload of the same octets.
            assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(2);
        } finally {
            join(intake.query("commit").execute());
            join(intake.close());
        }
        assertThat(world.number(LOST)).isZero();
        assertThat(world.number(WITHOUT_CHUNKS)).isZero();
        assertThat(world.number("select count(*) from large_blob_released")).isEqualTo(1);
    }

    @Test
    void large_content_that_is_being_swept_when_it_comes_again_is_written_anew() {
        AccountRef alice = world.account(1 << 24, 100);
        written(world.deliverLarge(4, alice));
        Acceptance again = world.large(4, Optional.empty(), alice);
        SqlConnection sweep = join(DATABASE.pool().getConnection());
        join(sweep.query("begin").execute());
        join(sweep.query("delete from large_blob").execute());

        CompletableFuture<Ledger.Outcome> delivery =
                world.ledger.write(List.of(again)).subscribeAsCompletionStage();
        awaitLockWaiter();
        join(sweep.query("commit").execute());
        join(sweep.close());

        assertThat(delivery.join()).isInstanceOf(Ledger.Outcome.Written.class);
        assertThat(world.number("select count(*) from large_blob")).isEqualTo(1);
        assertThat(world.number(LOST)).isZero();
        assertThat(world.number(WITHOUT_CHUNKS)).isZero();
    }

    @Test
    void content_that_was_copied_outlives_its_first_message() {
        AccountRef alice = world.account(1 << 20, 100);
        FolderId archive = world.folder(alice, "Archive");
        written(world.deliver("copied", alice));
        done(world.messages.copy(alice.id(), alice.inbox(), new long[] {1}, archive));

        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));

        assertThat(done(world.blobs.sweep(AT_ONCE))).isZero();
        assertThat(world.number(LOST)).isZero();
    }

    @Test
    void content_that_waits_in_the_queue_has_octets_of_its_own() {
        AccountRef alice = world.account(1 << 20, 100);
        Acceptance waiting = world.queued("same");
        written(world.ledger.write(List.of(waiting)));
        written(world.deliver("same", alice));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));

        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(1);
        assertThat(world.number(LOST)).isZero();
    }

    @Test
    void content_that_comes_again_before_the_sweep_is_kept() {
        AccountRef alice = world.account(1 << 20, 100);
        written(world.deliver("again", alice));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        written(world.deliver("again", alice));

        assertThat(done(world.blobs.sweep(AT_ONCE))).isZero();
        assertThat(world.number(LOST)).isZero();
    }

    @Test
    void what_goes_with_its_folder_or_its_account_is_swept() {
        AccountRef alice = world.account(1 << 20, 100);
        AccountRef bob = world.account(1 << 20, 100);
        written(world.deliver("moved", alice));
        written(world.deliver("of bob", bob));
        done(world.messages.move(alice.id(), alice.inbox(), new long[] {1}, world.folder(alice, "Archive")));
        assertThat(done(world.blobs.sweep(AT_ONCE))).isZero();

        done(world.folders.delete(alice.id(), new FolderName("Archive")));
        world.execute("select delete_mailbox($1)", bob.id().value());

        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(2);
    }

    @Test
    void content_that_the_door_is_about_to_refer_to_is_passed_over_and_looked_at_again() {
        AccountRef alice = world.account(1 << 20, 100);
        written(world.deliver("same", alice));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        SqlConnection door = join(DATABASE.pool().getConnection());
        GroupRows rows = new GroupRows(List.of(world.acceptance("same", Optional.empty(), alice)));
        begin(door, rows);

        assertThat(done(world.blobs.sweep(AT_ONCE))).isZero();

        join(door.query("commit").execute());
        join(door.close());
        assertThat(world.number("select count(*) from message")).isEqualTo(1);
        assertThat(world.number(LOST)).isZero();
        assertThat(world.number("select count(*) from blob_released")).isEqualTo(1);
    }

    @Test
    void content_that_is_being_swept_when_it_comes_again_is_written_anew() {
        AccountRef alice = world.account(1 << 20, 100);
        written(world.deliver("same", alice));
        done(world.messages.delete(alice.id(), alice.inbox(), new long[] {1}));
        SqlConnection sweep = join(DATABASE.pool().getConnection());
        join(sweep.query("begin").execute());
        join(sweep.query("delete from blob").execute());

        CompletableFuture<Ledger.Outcome> delivery =
                world.deliver("same", alice).subscribeAsCompletionStage();
        awaitLockWaiter();
        join(sweep.query("commit").execute());
        join(sweep.close());

        assertThat(delivery.join()).isInstanceOf(Ledger.Outcome.Written.class);
        assertThat(world.number("select count(*) from blob")).isEqualTo(1);
        assertThat(world.number(LOST)).isZero();
    }

    @Test
    void more_than_one_portion_is_swept_at_a_time() {
        world.execute("""
                insert into blob (account_id, tenant_id, hash, size, structure, preview, search_text, search_is_cut,
                                  base_subject, has_attachment, thread_id, data)
                select $1, $1, sha256(n::text::bytea), 1, '', '', '', false, '', false, $1, ''
                from generate_series(1, 2500) n\
                """, world.tenant.value());
        world.execute("insert into blob_released select account_id, now() - n * interval '1 second', hash from blob,"
                + " generate_series(1, 2) n");

        assertThat(done(world.blobs.sweep(AT_ONCE))).isEqualTo(2500);
        assertThat(world.number("select count(*) from blob_released")).isZero();
    }

    @Test
    void whatever_is_delivered_copied_moved_sent_and_expunged_at_once_no_content_in_use_is_swept() {
        List<AccountRef> accounts =
                Stream.generate(() -> world.account(1 << 30, 1 << 20)).limit(3).toList();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Integer> swept = CompletableFuture.supplyAsync(() -> sweepUntil(over), threads);
            CompletableFuture<?>[] workers = IntStream.range(0, WORKERS)
                    .mapToObj(n -> CompletableFuture.runAsync(() -> work(accounts, new Random(n)), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(workers)
                    .whenComplete((done, failure) -> over.set(true))
                    .join();

            assertThat(swept.join()).as("blobs that were swept meanwhile").isPositive();
        }
        assertThat(world.number(LOST)).isZero();

        accounts.forEach(account ->
                world.execute("select delete_mailbox($1)", account.id().value()));
        world.execute("update recipient set next_attempt_at = null");
        world.execute(
                "insert into large_blob_released select tenant_id, now(), hash from queued_blob where data is null"
                        + " on conflict do nothing");
        world.execute("delete from queued_blob");
        done(world.blobs.sweep(AT_ONCE));
        assertThat(world.number("select count(*) from blob")).isZero();
        // A chunk may be left of an upload that a sweep of everything at once overtook; in a server, uploads have a
        // day.
        assertThat(world.number("select count(*) from large_blob")).isZero();
    }

    private static void begin(SqlConnection connection, GroupRows rows) {
        join(connection.query("begin").execute());
        join(connection
                .preparedQuery(LedgerSql.LOCK)
                .execute(io.vertx.sqlclient.Tuple.tuple()
                        .addArrayOfUUID(rows.accounts().toArray(new UUID[0]))));
        join(connection.preparedQuery(LedgerSql.DELIVERIES_ONLY).execute(rows.parameters()));
    }

    private int sweepUntil(AtomicBoolean over) {
        int swept = 0;
        while (!over.get()) {
            swept += done(world.blobs.sweep(AT_ONCE));
            assertThat(world.number(LOST)).isZero();
        }
        return swept;
    }

    private void work(List<AccountRef> accounts, Random random) {
        for (int i = 0; i < COMMANDS; i++) {
            AccountRef account = accounts.get(random.nextInt(accounts.size()));
            AccountRef other = accounts.get(random.nextInt(accounts.size()));
            FolderId archive = world.folder(account, "Archive");
            FolderId from = random.nextBoolean() ? account.inbox() : archive;
            long[] uids = some(account, from, random);
            String content = "content " + random.nextInt(5);
            switch (random.nextInt(10)) {
                case 8 -> written(world.deliverLarge(random.nextInt(3), account));
                case 9 -> sendAndRelease(world.queuedLarge(random.nextInt(3)), random);
                case 0, 1 ->
                    written(
                            account.equals(other)
                                    ? world.deliver(content, account)
                                    : world.deliver(content, account, other));
                case 2 -> done(world.messages.copy(account.id(), from, uids, archive));
                case 3 -> done(world.messages.move(account.id(), from, uids, archive));
                case 4 -> sendAndRelease(world.queued(content), random);
                default -> done(world.messages.delete(account.id(), from, uids));
            }
        }
    }

    private void sendAndRelease(Acceptance email, Random random) {
        written(world.ledger.write(List.of(email)));
        if (random.nextInt(4) > 0) {
            release(email.email());
        }
    }

    private long[] some(AccountRef account, FolderId folder, Random random) {
        long[] all = done(world.messages.open(account.id(), folder, Access.READ_ONLY))
                .orElseThrow()
                .uids();
        return Arrays.copyOf(all, Math.min(all.length, random.nextInt(20)));
    }

    /** As the queue does when the last recipient is settled. */
    private void release(EmailId email) {
        world.execute(
                "update recipient set next_attempt_at = null, status = 'delivered' where email_id = $1", email.value());
        world.execute("""
                with done as (
                    delete from queued_blob where email_id = $1 returning tenant_id, hash, data is null as is_large)
                insert into large_blob_released select tenant_id, now(), hash from done where is_large
                on conflict do nothing\
                """, email.value());
    }

    private void awaitLockWaiter() {
        String waiters =
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        while (world.number(waiters) == 0) {
            Thread.onSpinWait();
        }
    }

    private static <T> T join(Future<T> work) {
        return work.toCompletionStage().toCompletableFuture().join();
    }

    private static void written(Uni<Ledger.Outcome> work) {
        assertThat(done(work)).isInstanceOf(Ledger.Outcome.Written.class);
    }
}
