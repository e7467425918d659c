package dev.posthaste.intake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.postgres.PostgresBlobStore;
import dev.posthaste.blob.postgres.PostgresChunks;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Placement;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Labels;
import dev.posthaste.intake.Ledger;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.mailbox.FolderChange;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.mailbox.postgres.PostgresMailboxStore;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] PREFIX = "Received: from a by b\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Uuid7 ids = new Uuid7(InstantSource.fixed(NOW));
    private final TenantId tenant = new TenantId(ids.next());
    private final ConcurrentLinkedQueue<FolderChange> changes = new ConcurrentLinkedQueue<>();
    private final LocalChangeFeed feed = new LocalChangeFeed();
    private final PostgresBlobStore blobs =
            new PostgresBlobStore(DATABASE.mutinyPool(), new PostgresChunks(DATABASE.mutinyPool()), ids);
    private final PostgresLedger ledger = new PostgresLedger(DATABASE.pool(), blobs, feed);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Test
    void messages_of_one_folder_get_ascending_uids_across_groups() {
        AccountRef alice = account(tenant, "alice", 1 << 20);

        Ledger.Outcome first = write(List.of(to("one", alice), to("two", alice)));
        Ledger.Outcome second = write(List.of(to("three", alice)));

        assertThat(uids(first)).containsExactly(1L, 2L);
        assertThat(uids(second)).containsExactly(3L);
    }

    @Test
    void the_usage_of_an_account_is_what_its_messages_measure() {
        AccountRef alice = account(tenant, "alice", 1 << 20);

        Ledger.Outcome outcome = write(List.of(to("one", alice), to("three", alice)));

        long expected = 2L * PREFIX.length + 3 + 5;
        assertThat(placed(outcome).getLast().usedOctets()).isEqualTo(expected);
        assertThat(number("select used_octets from mailbox")).isEqualTo(expected);
        assertThat(number("select sum(size) from message")).isEqualTo(expected);
        assertThat(number("select used_messages from mailbox")).isEqualTo(2);
    }

    @Test
    void one_content_is_stored_once_for_each_account() {
        AccountRef alice = account(tenant, "alice", 1 << 20);
        AccountRef bob = account(tenant, "bob", 1 << 20);

        write(List.of(to("same", alice, bob), to("same", alice)));

        assertThat(number("select count(*) from blob")).isEqualTo(2);
        assertThat(number("select count(*) from message")).isEqualTo(3);
    }

    @Test
    void an_account_without_room_refuses_the_whole_group_and_nothing_is_written() {
        AccountRef alice = account(tenant, "alice", 1 << 20);
        AccountRef full = account(tenant, "full", PREFIX.length + 3);

        Ledger.Outcome outcome = write(List.of(to("fits", alice), to("four", full)));

        assertThat(outcome).isEqualTo(new Ledger.Outcome.OverQuota(List.of(full.id())));
        assertThat(number("select count(*) from message")).isZero();
        assertThat(number("select count(*) from blob")).isZero();
        assertThat(number("select max(modseq) from mailbox")).isEqualTo(1);
        assertThat(number("select max(uidnext) from folder")).isEqualTo(1);
    }

    @Test
    void a_message_that_fills_the_quota_to_the_last_octet_is_taken() {
        AccountRef alice = account(tenant, "alice", PREFIX.length + 4);

        assertThat(write(List.of(to("four", alice)))).isInstanceOf(Ledger.Outcome.Written.class);
    }

    @Test
    void a_folder_that_is_gone_is_told_and_nothing_is_written() {
        AccountRef alice = account(tenant, "alice", 1 << 20);
        AccountRef elsewhere = new AccountRef(tenant, alice.id(), alice.address(), new FolderId(ids.next()));

        assertThat(write(List.of(to("lost", elsewhere)))).isEqualTo(new Ledger.Outcome.Gone());
        assertThat(number("select used_messages from mailbox")).isZero();
    }

    @Test
    void an_idempotency_key_is_taken_once() {
        AccountRef alice = account(tenant, "alice", 1 << 20);
        Acceptance first = submitted("hello", alice, "key-1");

        assertThat(write(List.of(first))).isInstanceOf(Ledger.Outcome.Written.class);
        assertThat(write(List.of(submitted("hello", alice, "key-1")))).isEqualTo(new Ledger.Outcome.KeyTaken());

        Optional<Ledger.Earlier> earlier = ledger.earlier(
                        tenant, first.submission().orElseThrow().idempotency().orElseThrow())
                .await()
                .atMost(PATIENCE);
        assertThat(earlier).isPresent();
        assertThat(earlier.get().result().email()).isEqualTo(first.email());
        assertThat(earlier.get().result().recipients())
                .extracting(SubmitResult.Handled::status)
                .containsExactly(SubmitResult.FirstStatus.DELIVERED, SubmitResult.FirstStatus.QUEUED);
        assertThat(number("select count(*) from email")).isEqualTo(1);
    }

    @Test
    void one_statement_takes_groups_of_every_size_and_kind() {
        List<AccountRef> accounts = IntStream.range(0, 40)
                .mapToObj(i -> account(tenant, "user" + i, 1 << 24))
                .toList();
        Random chance = new Random(7);
        int messages = 0;
        for (int size : new int[] {1, 2, 17, 128}) {
            List<Acceptance> group = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                AccountRef one = accounts.get(chance.nextInt(accounts.size()));
                group.add(chance.nextBoolean() ? to("m" + i, one) : submitted("s" + size + i, one, size + "-" + i));
            }
            assertThat(write(group)).isInstanceOf(Ledger.Outcome.Written.class);
            messages += size;
        }
        assertThat(number("select count(*) from message")).isEqualTo(messages);
        assertThat(number("select count(*) from (select folder_id, uid from message group by 1, 2) as u"))
                .isEqualTo(messages);
        assertThat(
                        number(
                                "select count(*) from message m where not exists (select from blob b where b.account_id = m.account_id and b.hash = m.blob_hash)"))
                .isZero();
    }

    @Test
    void groups_that_are_written_at_once_neither_block_each_other_nor_share_uids() {
        writeAtOnce(ledger);
    }

    @Test
    void so_do_groups_whose_mailboxes_are_locked_one_by_one_as_on_several_nodes() {
        writeAtOnce(new PostgresLedger(DATABASE.pool(), blobs, feed, new TwoNodes()));
    }

    private record TwoNodes() implements Placement {
        @Override
        public int nodes() {
            return 2;
        }

        @Override
        public int node(AccountId account) {
            return account.hashCode() & 1;
        }

        @Override
        public int node(int bucket) {
            return bucket & 1;
        }
    }

    private void writeAtOnce(PostgresLedger ledger) {
        List<AccountRef> accounts = IntStream.range(0, 10)
                .mapToObj(i -> account(tenant, "user" + i, 1 << 24))
                .toList();
        Random chance = new Random(11);
        List<Uni<Ledger.Outcome>> writes = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            List<Acceptance> group = new ArrayList<>();
            for (int j = 0; j < 10; j++) {
                AccountRef one = accounts.get(chance.nextInt(accounts.size()));
                AccountRef other = accounts.get(chance.nextInt(accounts.size()));
                group.add(one.equals(other) ? to("same content", one) : to("same content", one, other));
            }
            writes.add(ledger.write(group));
        }

        List<Ledger.Outcome> outcomes =
                Uni.join().all(writes).andFailFast().await().atMost(PATIENCE);

        assertThat(outcomes).allMatch(Ledger.Outcome.Written.class::isInstance);
        assertThat(number("select count(*) from blob"))
                .isEqualTo(number("select count(distinct account_id) from message"));
        assertThat(number("select sum(uidnext - 1) from folder")).isEqualTo(number("select count(*) from message"));
        assertThat(number("select sum(used_messages) from mailbox")).isEqualTo(number("select count(*) from message"));
    }

    @Test
    void whoever_watches_a_folder_is_told_after_the_commit() {
        AccountRef alice = account(tenant, "alice", 1 << 20);
        feed.listen(alice.id(), changes::add);

        Ledger.Outcome outcome = write(List.of(to("one", alice)));

        assertThat(changes)
                .containsExactly(new FolderChange(
                        alice.id(), alice.inbox(), placed(outcome).getFirst().modSeq()));
    }

    @Test
    void a_large_message_for_two_tenants_can_be_read_by_both() throws Exception {
        TenantId other = new TenantId(ids.next());
        AccountRef alice = account(tenant, "alice", 1 << 24);
        AccountRef bob = account(other, "bob", 1 << 24);
        byte[] large = new byte[700_001];
        new Random(3).nextBytes(large);
        BlobUpload upload = blobs.upload(tenant);
        for (int at = 0; at < large.length; at += 50_000) {
            upload.write(large, at, Math.min(50_000, large.length - at)).await().atMost(PATIENCE);
        }
        StagedBlob staged = upload.finish().await().atMost(PATIENCE);
        assertThat(staged).isInstanceOf(StagedBlob.Chunked.class);

        assertThat(write(List.of(acceptance(staged, Optional.empty(), alice, bob))))
                .isInstanceOf(Ledger.Outcome.Written.class);

        for (AccountRef reader : List.of(alice, bob)) {
            BlobRef ref = BlobRef.ofAccount(reader.id(), reader.tenant(), staged.hash(), staged.size());
            assertThat(blobs.read(ref, 0, large.length).await().atMost(PATIENCE))
                    .isEqualTo(large);
            assertThat(blobs.read(ref, 262_100, 100).await().atMost(PATIENCE))
                    .isEqualTo(Arrays.copyOfRange(large, 262_100, 262_200));
            List<byte[]> pieces = blobs.stream(ref, 5, large.length)
                    .collect()
                    .asList()
                    .await()
                    .atMost(PATIENCE);
            assertThat(pieces.stream().mapToInt(piece -> piece.length).sum()).isEqualTo(large.length - 5);
        }
    }

    @Test
    void the_sweep_takes_what_nothing_refers_to_and_nothing_else() {
        AccountRef alice = account(tenant, "alice", 1 << 24);
        write(List.of(to("kept", alice), to("dropped", alice)));
        execute("delete from message where size = (select max(size) from message)");
        execute("insert into blob_released (account_id, released_at, hash) select account_id, now(), hash from blob");
        BlobUpload lost = blobs.upload(tenant);
        lost.write(new byte[600_000], 0, 600_000).await().atMost(PATIENCE);

        // The blob, and the upload that its chunks came by.
        assertThat(blobs.sweep(Duration.ofSeconds(-5)).await().atMost(PATIENCE)).isEqualTo(2);

        assertThat(number("select count(*) from blob")).isEqualTo(1);
        assertThat(number("select count(*) from blob_chunk")).isZero();
        assertThat(number("select count(*) from blob_upload")).isZero();
    }

    @Test
    void the_chunks_of_a_large_message_are_gone_when_it_was_swept() {
        AccountRef alice = account(tenant, "alice", 1 << 24);
        AccountRef bob = account(tenant, "bob", 1 << 24);
        BlobUpload upload = blobs.upload(tenant);
        upload.write(new byte[700_001], 0, 700_001).await().atMost(PATIENCE);
        StagedBlob staged = upload.finish().await().atMost(PATIENCE);
        write(List.of(acceptance(staged, Optional.empty(), alice, bob)));
        PostgresMailboxStore messages = new PostgresMailboxStore(DATABASE.mutinyPool(), feed, ids);

        messages.delete(alice.id(), alice.inbox(), new long[] {1}).await().atMost(PATIENCE);
        assertThat(blobs.sweep(Duration.ofSeconds(-5)).await().atMost(PATIENCE)).isEqualTo(1);
        assertThat(number("select count(*) from blob_chunk")).isPositive();
        messages.delete(bob.id(), bob.inbox(), new long[] {1}).await().atMost(PATIENCE);
        // The blob, the large blob and its upload.
        assertThat(blobs.sweep(Duration.ofSeconds(-5)).await().atMost(PATIENCE)).isEqualTo(3);

        assertThat(number("select count(*) from blob_chunk")).isZero();
        assertThat(number("select count(*) from blob_released")).isZero();
    }

    private Ledger.Outcome write(List<Acceptance> group) {
        return ledger.write(group).await().atMost(PATIENCE);
    }

    private static List<Ledger.Placed> placed(Ledger.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Ledger.Outcome.Written.class);
        return ((Ledger.Outcome.Written) outcome)
                .placed().stream().flatMap(List::stream).toList();
    }

    private static List<Long> uids(Ledger.Outcome outcome) {
        return placed(outcome).stream().map(Ledger.Placed::uid).toList();
    }

    private Acceptance to(String content, AccountRef... accounts) {
        return acceptance(inline(content), Optional.empty(), accounts);
    }

    private Acceptance submitted(String content, AccountRef account, String key) {
        Acceptance.Submission submission = new Acceptance.Submission(
                tenant,
                "api",
                Optional.empty(),
                "<a@a.test>",
                new Acceptance.Headline("a@a.test", "subject", "<1@a.test>"),
                Acceptance.Transport.ANY,
                new Labels(List.of("tag"), Map.of("order", "1")),
                List.of(
                        new Acceptance.Addressed(
                                account.address(),
                                Recipient.Role.TO,
                                SubmitResult.FirstStatus.DELIVERED,
                                "",
                                Optional.of(account.id())),
                        new Acceptance.Addressed(
                                EmailAddress.of("far@remote.test"),
                                Recipient.Role.CC,
                                SubmitResult.FirstStatus.QUEUED,
                                "",
                                Optional.empty())),
                Optional.of(new IdempotencyKey("emails:send", key, new byte[] {1})));
        return acceptance(inline(content), Optional.of(submission), account);
    }

    private Acceptance acceptance(StagedBlob blob, Optional<Acceptance.Submission> submission, AccountRef... accounts) {
        List<Acceptance.Delivery> deliveries = Arrays.stream(accounts)
                .map(account -> new Acceptance.Delivery(
                        account, account.inbox(), 0, NOW, new StoredMessageId(ids.next()), PREFIX))
                .toList();
        Acceptance.Contents contents =
                new Acceptance.Contents(new byte[] {1}, "preview", "text", Acceptance.Completeness.WHOLE);
        return new Acceptance(new EmailId(ids.next()), NOW, blob, contents, PREFIX, deliveries, submission);
    }

    private static StagedBlob inline(String content) {
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new StagedBlob.Inline(BlobHash.of(digest), bytes);
        } catch (java.security.NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private AccountRef account(TenantId owner, String name, long quota) {
        UUID account = ids.next();
        UUID inbox = ids.next();
        DATABASE.mutinyPool()
                .preparedQuery("select 1 from create_mailbox($1, $2, $3, $4, 1000, 100)")
                .execute(io.vertx.mutiny.sqlclient.Tuple.newInstance(Tuple.of(account, owner.value(), inbox, quota)))
                .await()
                .atMost(PATIENCE);
        return new AccountRef(owner, new AccountId(account), EmailAddress.of(name + "@a.test"), new FolderId(inbox));
    }

    private static long number(String sql) {
        Row row = DATABASE.mutinyPool()
                .query(sql)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getDelegate();
        return row.getNumeric(0).longValue();
    }

    private static void execute(String sql) {
        DATABASE.mutinyPool().query(sql).execute().await().atMost(PATIENCE);
    }
}
