package dev.posthaste.mailbox.postgres;

import static dev.posthaste.mailbox.MailboxWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.app.ConnectionInfo;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Storage;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import dev.posthaste.mailbox.MailboxWorld;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Many at once, in two processes (two pools), on the same folders and on the same blobs. */
class PostgresMailboxConcurrencyTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Pool OTHER_POOL = pool(DATABASE.connection());

    private static final int THREADS = 12;
    private static final int COMMANDS = 80;
    private static final List<String> FOLDERS = List.of("INBOX", "Sent", "Archive");

    /** Few bodies, so that all accounts fight for the same blobs. */
    private static final List<Letter> LETTERS =
            IntStream.range(0, 6).mapToObj(i -> Letter.of("body " + i)).toList();

    private final PostgresMailboxWorld here = new PostgresMailboxWorld(DATABASE.mutinyPool());
    private final PostgresMailboxWorld there =
            new PostgresMailboxWorld(io.vertx.mutiny.sqlclient.Pool.newInstance(OTHER_POOL));

    @AfterAll
    static void close() {
        OTHER_POOL.close();
        DATABASE.close();
    }

    @Test
    void many_commands_at_once_never_fail_and_leave_every_count_right() {
        UUID tenant = UUID.randomUUID();
        List<AccountId> accounts = Stream.generate(() -> here.account(tenant, 1_000_000, 1_000_000))
                .limit(3)
                .toList();
        Given given = new Given();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            CompletableFuture<?>[] all = IntStream.range(0, THREADS)
                    .mapToObj(n -> new Worker(n % 2 == 0 ? here : there, accounts, given, new Random(n)))
                    .map(worker -> CompletableFuture.runAsync(worker, threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).join();
        }

        assertThat(given.twice).isEmpty();
        accounts.forEach(this::assertCounted);
        assertThat(here.number("""
                        select count(*) from message m where m.tenant_id = $1 and not exists (
                            select from blob b where b.account_id = m.account_id and b.hash = m.blob_hash)""", Tuple.of(tenant))).isZero();
    }

    @Test
    void copies_at_once_never_go_beyond_the_quota() {
        AccountId account = here.account(1_000_000, 10);
        FolderId inbox = here.folder(account, "INBOX");
        here.deliver(account, inbox, Letter.of("one"));
        here.deliver(account, inbox, Letter.of("two"));

        List<Transfer> transfers = atOnce(20, world -> world.messages().copy(account, inbox, new long[] {1, 2}, inbox));

        assertThat(transfers).filteredOn(Transfer.Done.class::isInstance).hasSize(4);
        assertThat(transfers).filteredOn(Transfer.OverQuota.class::isInstance).hasSize(16);
        assertThat(done(here.messages().storage(account)).usedMessages()).isEqualTo(10);
    }

    @Test
    void of_moves_of_one_message_at_once_one_finds_it() {
        AccountId account = here.account();
        FolderId inbox = here.folder(account, "INBOX");
        FolderId archive = here.folder(account, "Archive");
        here.deliver(account, inbox, Letter.of("one"));

        List<Transfer> transfers = atOnce(10, world -> world.messages().move(account, inbox, new long[] {1}, archive));

        assertThat(transfers)
                .filteredOn(transfer -> transfer instanceof Transfer.Done done && done.from().length == 1)
                .hasSize(1);
        assertThat(done(here.messages().open(account, archive, Access.READ_ONLY))
                        .orElseThrow()
                        .uids())
                .containsExactly(1);
    }

    @Test
    void of_sessions_that_open_at_once_one_gets_the_recent_messages() {
        AccountId account = here.account();
        FolderId inbox = here.folder(account, "INBOX");
        here.deliver(account, inbox, Letter.of("one"));

        List<Optional<FolderSnapshot>> opened =
                atOnce(10, world -> world.messages().open(account, inbox, Access.READ_WRITE));

        assertThat(opened)
                .filteredOn(snapshot -> snapshot.orElseThrow().firstRecent() == 1)
                .hasSize(1);
    }

    @Test
    void of_folders_made_at_once_each_has_its_own_uidvalidity_and_each_name_is_there_once() {
        AccountId account = here.account();

        atOnce(20, world -> world.folders().create(account, new FolderName("a/b/c"), Optional.empty()));

        assertThat(done(here.folders().folders(account)))
                .extracting(folder -> folder.name().text())
                .contains("a", "a/b", "a/b/c")
                .hasSize(9)
                .doesNotHaveDuplicates();
        assertThat(done(here.folders().folders(account)))
                .extracting(Folder::uidValidity)
                .doesNotHaveDuplicates();
    }

    @Test
    void keywords_registered_at_once_get_different_bits() {
        AccountId account = here.account();

        List<Optional<Long>> bits = atOnce(
                20,
                world -> world.messages()
                        .keywordBits(
                                account, List.of("k" + Thread.currentThread().threadId() % 5)));

        assertThat(bits).doesNotContain(Optional.empty());
        assertThat(done(here.messages().keywords(account))).doesNotHaveDuplicates();
    }

    /** Who breaks the order of locks must not be able to hurt those who keep it. */
    @Test
    void a_deadlock_with_a_stranger_is_tried_again_and_not_told_to_the_caller() {
        AccountId account = here.account();
        FolderId inbox = here.folder(account, "INBOX");
        here.deliver(account, inbox, Letter.of("one"));
        SqlConnection stranger = join(OTHER_POOL.getConnection().toCompletionStage());
        run(stranger, "begin");
        run(stranger, "select from folder where account_id = '" + account.value() + "' for update");

        CompletableFuture<long[]> removal =
                here.messages().delete(account, inbox, new long[] {1}).subscribeAsCompletionStage();
        awaitLockWaiters();
        String lock = "select from mailbox where account_id = '" + account.value() + "' for update";
        join(stranger.query(lock).execute().toCompletionStage().handle((rows, failure) -> ""));
        run(stranger, "rollback");

        assertThat(join(removal)).containsExactly(1);
        join(stranger.close().toCompletionStage());
    }

    private static void awaitLockWaiters() {
        String waiters =
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        long waiting = 0;
        while (waiting == 0) {
            waiting = join(DATABASE.pool().query(waiters).execute().toCompletionStage())
                    .iterator()
                    .next()
                    .getLong(0);
        }
    }

    private static void run(SqlConnection connection, String sql) {
        join(connection.query(sql).execute().toCompletionStage());
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private <T> List<T> atOnce(int times, Function<MailboxWorld, Uni<T>> work) {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<CompletableFuture<T>> all = IntStream.range(0, times)
                    .mapToObj(n -> n % 2 == 0 ? here : there)
                    .map(world -> CompletableFuture.supplyAsync(() -> done(work.apply(world)), threads))
                    .toList();
            return all.stream().map(CompletableFuture::join).toList();
        }
    }

    private void assertCounted(AccountId account) {
        Storage storage = done(here.messages().storage(account));
        Tuple mine = Tuple.of(account.value());
        assertThat(storage.usedMessages())
                .isEqualTo(here.number("select count(*) from message where account_id = $1", mine));
        assertThat(storage.usedOctets())
                .isEqualTo(
                        here.number("select coalesce(sum(size), 0)::bigint from message where account_id = $1", mine));
        for (String name : FOLDERS) {
            FolderSnapshot snapshot = done(here.messages().open(account, here.folder(account, name), Access.READ_ONLY))
                    .orElseThrow();
            assertThat(snapshot.uids()).isSorted().doesNotHaveDuplicates();
            assertThat(LongStream.of(snapshot.uids()).max().orElse(0))
                    .isLessThan(snapshot.folder().uidNext());
            assertThat(LongStream.of(snapshot.modSeqs()).max().orElse(0))
                    .isLessThanOrEqualTo(snapshot.folder().highestModSeq());
        }
    }

    private static Pool pool(ConnectionInfo at) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(at.host())
                .setPort(at.port())
                .setDatabase(at.database())
                .setUser(at.user())
                .setPassword(at.password().use(password -> password))
                .setCachePreparedStatements(true);
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(8))
                .connectingTo(options)
                .using(TestDatabase.vertx())
                .build();
    }

    /** Every UID that was ever given. */
    private static final class Given {

        private record Place(FolderId folder, long uid) {}

        private final Set<Place> once = ConcurrentHashMap.newKeySet();
        private final Set<Place> twice = ConcurrentHashMap.newKeySet();

        void add(FolderId folder, long... uids) {
            for (long uid : uids) {
                Place place = new Place(folder, uid);
                if (!once.add(place)) {
                    twice.add(place);
                }
            }
        }
    }

    /** Gives one random command after another. */
    private record Worker(PostgresMailboxWorld world, List<AccountId> accounts, Given given, Random random)
            implements Runnable {

        @Override
        public void run() {
            for (int i = 0; i < COMMANDS; i++) {
                AccountId account = accounts.get(random.nextInt(accounts.size()));
                command(account, folder(account), folder(account));
            }
        }

        private void command(AccountId account, FolderId from, FolderId to) {
            long[] uids = some(done(world.messages().open(account, from, Access.READ_WRITE))
                    .orElseThrow());
            switch (random.nextInt(7)) {
                case 0, 1 -> given.add(from, world.deliver(account, from, LETTERS.get(random.nextInt(LETTERS.size()))));
                case 2 -> given.add(to, transferred(done(world.messages().copy(account, from, uids, to))));
                case 3 -> given.add(to, transferred(done(world.messages().move(account, from, uids, to))));
                case 4 -> done(world.messages().changeFlags(account, from, uids, FlagChange.add(Flags.DELETED)));
                case 5 -> done(world.messages().expunge(account, from, Optional.empty()));
                default -> done(world.messages().delete(account, from, Arrays.copyOf(uids, uids.length / 2)));
            }
        }

        private FolderId folder(AccountId account) {
            return world.folder(account, FOLDERS.get(random.nextInt(FOLDERS.size())));
        }

        private long[] some(FolderSnapshot snapshot) {
            return LongStream.of(snapshot.uids())
                    .filter(uid -> random.nextInt(3) == 0)
                    .limit(30)
                    .toArray();
        }

        private static long[] transferred(Transfer transfer) {
            return ((Transfer.Done) transfer).to();
        }
    }
}
