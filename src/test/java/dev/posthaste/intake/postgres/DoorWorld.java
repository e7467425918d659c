package dev.posthaste.intake.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobUpload;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.blob.postgres.PostgresBlobStore;
import dev.posthaste.blob.postgres.PostgresChunks;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.Labels;
import dev.posthaste.intake.Ledger;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.mailbox.postgres.PostgresFolderStore;
import dev.posthaste.mailbox.postgres.PostgresMailboxStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** The door, the folders and the blobs over one database, as a whole server has them. */
final class DoorWorld {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final Uuid7 ids = new Uuid7(InstantSource.system());
    final TenantId tenant = new TenantId(ids.next());
    final PostgresLedger ledger;
    final PostgresMailboxStore messages;
    final PostgresFolderStore folders;
    final PostgresBlobStore blobs;
    private final TestDatabase database;

    DoorWorld(TestDatabase database) {
        LocalChangeFeed feed = new LocalChangeFeed();
        this.database = database;
        this.messages = new PostgresMailboxStore(database.mutinyPool(), feed, ids);
        this.folders = new PostgresFolderStore(database.mutinyPool(), feed, ids);
        this.blobs = new PostgresBlobStore(database.mutinyPool(), new PostgresChunks(database.mutinyPool()), ids);
        this.ledger = new PostgresLedger(database.pool(), blobs, feed);
    }

    AccountRef account(long octets, long messages) {
        UUID account = ids.next();
        UUID inbox = ids.next();
        Tuple arguments = Tuple.of(account, tenant.value(), inbox, octets, messages);
        done(database.mutinyPool()
                .preparedQuery("select 1 from create_mailbox($1, $2, $3, $4, $5, 1000)")
                .execute(arguments));
        return new AccountRef(
                tenant, new AccountId(account), EmailAddress.of(account + "@a.test"), new FolderId(inbox));
    }

    FolderId folder(AccountRef account, String name) {
        return done(folders.folder(account.id(), new FolderName(name)))
                .orElseThrow()
                .id();
    }

    Uni<Ledger.Outcome> deliver(String content, AccountRef... accounts) {
        return ledger.write(List.of(acceptance(content, Optional.empty(), accounts)));
    }

    Uni<Ledger.Outcome> deliverLarge(int seed, AccountRef... accounts) {
        return Uni.createFrom().deferred(() -> ledger.write(List.of(large(seed, Optional.empty(), accounts))));
    }

    /** A message of 300,000 octets, which depend on the seed; its chunks are stored. */
    Acceptance large(int seed, Optional<Acceptance.Submission> submission, AccountRef... accounts) {
        byte[] octets = new byte[300_000];
        new Random(seed).nextBytes(octets);
        // A sweep of everything at once overtakes an upload, which is a temporary failure.
        Uni<StagedBlob> staged = Uni.createFrom()
                .deferred(() -> upload(octets))
                .onFailure(UncheckedIOException.class)
                .retry()
                .atMost(100);
        return acceptance(done(staged), submission, accounts);
    }

    private Uni<StagedBlob> upload(byte[] octets) {
        BlobUpload upload = blobs.upload(tenant);
        return upload.write(octets, 0, octets.length).chain(upload::finish);
    }

    /** An email that waits in the queue, and with it its octets. */
    Acceptance queued(String content) {
        return acceptance(content, Optional.of(submission()));
    }

    /** The same with large content. */
    Acceptance queuedLarge(int seed) {
        return large(seed, Optional.of(submission()));
    }

    private Acceptance.Submission submission() {
        return new Acceptance.Submission(
                tenant,
                "api",
                Optional.empty(),
                "<a@a.test>",
                new Acceptance.Headline("a@a.test", "subject", "<1@a.test>"),
                Acceptance.Transport.ANY,
                new Labels(List.of(), Map.of()),
                List.of(new Acceptance.Addressed(
                        EmailAddress.of("far@remote.test"),
                        Recipient.Role.TO,
                        SubmitResult.FirstStatus.QUEUED,
                        "",
                        Optional.empty())),
                Optional.empty());
    }

    long number(String sql, Object... arguments) {
        return done(database.mutinyPool().preparedQuery(sql).execute(Tuple.from(arguments)))
                .iterator()
                .next()
                .getDelegate()
                .getNumeric(0)
                .longValue();
    }

    void execute(String sql, Object... arguments) {
        done(database.mutinyPool().preparedQuery(sql).execute(Tuple.from(arguments)));
    }

    static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    Acceptance acceptance(String content, Optional<Acceptance.Submission> submission, AccountRef... accounts) {
        return acceptance(inline(content), submission, accounts);
    }

    private Acceptance acceptance(StagedBlob blob, Optional<Acceptance.Submission> submission, AccountRef... accounts) {
        List<Acceptance.Delivery> deliveries = Arrays.stream(accounts)
                .map(account -> new Acceptance.Delivery(
                        account, account.inbox(), 0, NOW, new StoredMessageId(ids.next()), new byte[0]))
                .toList();
        Acceptance.Contents contents =
                new Acceptance.Contents(new byte[] {1}, "preview", "text", Acceptance.Completeness.WHOLE);
        return new Acceptance(new EmailId(ids.next()), NOW, blob, contents, new byte[0], deliveries, submission);
    }

    private static StagedBlob inline(String content) {
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            return new StagedBlob.Inline(
                    BlobHash.of(MessageDigest.getInstance("SHA-256").digest(bytes)), bytes);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
