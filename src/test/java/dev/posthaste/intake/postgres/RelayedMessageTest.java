package dev.posthaste.intake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.blob.postgres.PostgresBlobStore;
import dev.posthaste.blob.postgres.PostgresChunks;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.AcceptanceListener;
import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.DeliverRequest;
import dev.posthaste.intake.DeliverResult;
import dev.posthaste.intake.LedgerIntake;
import dev.posthaste.intake.NotAccepted;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Reception;
import dev.posthaste.intake.Recipient;
import dev.posthaste.mailbox.LocalChangeFeed;
import dev.posthaste.senderauth.DkimSigner;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes from a relay is delivered to each recipient for himself, by the real ledger. */
class RelayedMessageTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
    private static final byte[] MESSAGE =
            "From: a@far.test\r\nSubject: relayed\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final Origin RELAY = new Origin(
            Origin.Entrance.LMTP,
            new Origin.Peer("127.0.0.1", "relay.test", Origin.Greeting.LHLO),
            new Origin.Security.Clear(),
            new Origin.Authenticated.Nobody(),
            Origin.Request.NONE);
    private static final DeliverResult.Outcome TAKEN = new DeliverResult.Outcome.Taken();
    private static final DeliverResult.Outcome FULL = new DeliverResult.Outcome.Deferred(Deferral.accountFull());

    private static final long PLENTY = 1 << 24;
    private static final long NONE = 100;

    private final Uuid7 ids = new Uuid7(CLOCK);
    private final TenantId tenant = new TenantId(ids.next());
    private final PostgresBlobStore blobs =
            new PostgresBlobStore(DATABASE.mutinyPool(), new PostgresChunks(DATABASE.mutinyPool()), ids);
    private final LedgerIntake intake = new LedgerIntake(
            new LedgerIntake.Parts(
                    new PostgresLedger(DATABASE.pool(), blobs, new LocalChangeFeed()),
                    blobs,
                    new NotAsked(),
                    new NotTold(),
                    new DkimSigner(CLOCK),
                    Runnable::run,
                    ids,
                    CLOCK),
            new LedgerIntake.Settings(DomainName.of("mx.a.test"), 1 << 20),
            List.of());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @BeforeEach
    void clear() {
        DATABASE.truncate();
    }

    @Test
    void who_has_room_gets_the_message_once_and_who_has_none_is_named() {
        AccountRef alice = account(tenant, "alice", PLENTY);
        AccountRef full = account(tenant, "full", NONE);
        AccountRef bob = account(tenant, "bob", PLENTY);

        DeliverResult result =
                deliver(relayed(MESSAGE, alice, full, bob, alice)).await().atMost(PATIENCE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        DeliverResult.Accepted.class,
                        delivered -> assertThat(delivered.outcomes()).containsExactly(TAKEN, FULL, TAKEN, TAKEN));
        assertThat(messages(alice)).isEqualTo(1);
        assertThat(messages(full)).isZero();
        assertThat(messages(bob)).isEqualTo(1);
        assertThat(number("select count(*) from blob")).isEqualTo(1);
    }

    @Test
    void when_nobody_has_room_nothing_is_kept() {
        AccountRef full = account(tenant, "full", NONE);
        AccountRef fuller = account(tenant, "fuller", NONE);

        DeliverResult result = deliver(relayed(MESSAGE, full, fuller)).await().atMost(PATIENCE);

        assertThat(result).isEqualTo(new NotAccepted.Deferred(Deferral.accountFull()));
        assertThat(number("select count(*) from message")).isZero();
        assertThat(number("select count(*) from blob")).isZero();
    }

    @Test
    void a_large_message_reaches_another_tenants_account_although_the_first_one_is_full() {
        AccountRef full = account(tenant, "full", NONE);
        AccountRef other = account(new TenantId(ids.next()), "other", PLENTY);
        byte[] large = Arrays.copyOf(MESSAGE, 700_000);
        Arrays.fill(large, MESSAGE.length, large.length, (byte) 'x');

        DeliverResult result = deliver(relayed(large, full, other)).await().atMost(PATIENCE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        DeliverResult.Accepted.class,
                        delivered -> assertThat(delivered.outcomes()).containsExactly(FULL, TAKEN));
        assertThat(messages(other)).isEqualTo(1);
        assertThat(number("select sum(octet_length(data)) from blob_chunk where tenant_id = '"
                        + other.tenant().value() + "'"))
                .isEqualTo(large.length);
    }

    @Test
    void messages_that_come_together_are_each_delivered_once_whoever_is_full() {
        AccountRef alice = account(tenant, "alice", PLENTY);
        AccountRef bob = account(tenant, "bob", PLENTY);
        AccountRef full = account(tenant, "full", NONE);
        List<Uni<DeliverResult>> deliveries = IntStream.range(0, 60)
                .mapToObj(i -> i % 3 == 0 ? relayed(MESSAGE, alice, full) : relayed(MESSAGE, full, bob, alice))
                .map(this::deliver)
                .toList();

        List<DeliverResult> results =
                Uni.join().all(deliveries).andFailFast().await().atMost(PATIENCE);

        assertThat(results).allMatch(DeliverResult.Accepted.class::isInstance);
        assertThat(messages(alice)).isEqualTo(60);
        assertThat(messages(bob)).isEqualTo(40);
        assertThat(messages(full)).isZero();
        assertThat(number("select count(distinct email_id) from message")).isEqualTo(60);
    }

    @Test
    void the_message_has_a_return_path_and_a_received_field_above_it() {
        AccountRef alice = account(tenant, "alice", PLENTY);

        deliver(relayed(MESSAGE, alice)).await().atMost(PATIENCE);

        String prefix = DATABASE.pool()
                .query("select convert_from(prefix, 'UTF8') from message")
                .execute()
                .map(rows -> rows.iterator().next().getString(0))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        assertThat(prefix)
                .startsWith("Return-Path: <a@far.test>\r\nReceived: from relay.test ([127.0.0.1])\r\n")
                .contains("\tby mx.a.test with LMTP\r\n");
    }

    private record Relayed(DeliverRequest request, byte[] message) {}

    private static Relayed relayed(byte[] message, AccountRef... to) {
        List<Recipient> recipients = Arrays.stream(to)
                .map(account ->
                        new Recipient(account.address(), Recipient.Role.ENVELOPE, new Destination.Local(account)))
                .toList();
        ReversePath from = ReversePath.of(EmailAddress.of("a@far.test"));
        return new Relayed(new DeliverRequest(RELAY, from, recipients, Acceptance.Transport.ANY), message);
    }

    private Uni<DeliverResult> deliver(Relayed relayed) {
        Reception<DeliverResult> reception = intake.deliver(relayed.request());
        return reception.write(relayed.message(), 0, relayed.message().length).chain(reception::finish);
    }

    private static long messages(AccountRef account) {
        return number("select count(*) from message where account_id = '"
                + account.id().value() + "'");
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

    /** Mail from a relay asks nothing that was not asked at RCPT. */
    private static final class NotAsked implements AccountDirectory {

        @Override
        public Uni<Destination> resolve(EmailAddress address) {
            throw new AssertionError("resolve " + address);
        }

        @Override
        public Uni<Ownership> ownership(AccountId account, EmailAddress sender) {
            throw new AssertionError("ownership of " + sender);
        }

        @Override
        public Uni<Optional<AccountRef>> byAddress(EmailAddress address) {
            throw new AssertionError("by address " + address);
        }

        @Override
        public Uni<Optional<AccountRef>> byId(TenantId owner, AccountId account) {
            throw new AssertionError("by id " + account);
        }

        @Override
        public Uni<Optional<HostedDomain>> hosted(DomainName domain) {
            throw new AssertionError("hosted " + domain);
        }
    }

    private static final class NotTold implements AcceptanceListener {

        @Override
        public void mailWaits() {
            throw new AssertionError("nothing leaves");
        }

        @Override
        public void quotaNearlyUsed(AccountRef account, long usedOctets, long quotaOctets) {
            throw new AssertionError("nobody is nearly full");
        }

        @Override
        public void captured(AccountRef account, EmailAddress address) {
            throw new AssertionError("nothing is captured");
        }
    }
}
