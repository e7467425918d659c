package dev.posthaste.account.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountDirectory;
import dev.posthaste.account.AccountDirectory.HostedDomain;
import dev.posthaste.account.Destination;
import dev.posthaste.account.KeySeal;
import dev.posthaste.account.SigningKey;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresAccountDirectoryTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final UUID TENANT = UUID.randomUUID();

    /** One that opens only what is marked as its own. */
    private static final KeySeal SEAL = new KeySeal() {
        @Override
        public byte[] seal(String purpose, byte[] plain) {
            throw new IllegalStateException("nobody seals here");
        }

        @Override
        public byte[] open(String purpose, byte[] sealed) {
            throw new IllegalStateException("the master key is another");
        }
    };

    private final AccountDirectory directory = new PostgresAccountDirectory(DATABASE.mutinyPool(), SEAL);

    @BeforeAll
    static void people() throws SQLException {
        UUID domain = UUID.randomUUID();
        execute(
                "insert into hosted_domain (tenant_id, id, name, created_at) values (?, ?, 'a.test', now())",
                TENANT,
                domain);
        execute(
                "insert into hosted_domain (tenant_id, id, name, created_at) values (?, ?, 'all.test', now())",
                TENANT,
                domain(2));
        UUID alice = account("alice@a.test", domain, 1_000);
        address("team@a.test", alice, domain, "alias");
        address("team+urgent@a.test", account("bob@a.test", domain, 1_000), domain, "alias");
        account("full@a.test", domain, 0);
        address("@all.test", alice, domain(2), "catch_all");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void an_address_leads_to_its_account_before_its_detail_is_left_out_and_before_the_catch_all() {
        assertThat(ask("Alice@A.TEST")).isEqualTo("local alice@a.test");
        assertThat(ask("alice+news@a.test")).isEqualTo("local alice@a.test");
        assertThat(ask("team@a.test")).isEqualTo("local alice@a.test");
        assertThat(ask("team+other@a.test")).isEqualTo("local alice@a.test");
        assertThat(ask("team+urgent@a.test")).isEqualTo("local bob@a.test");
        assertThat(ask("anybody@all.test")).isEqualTo("local alice@a.test");
    }

    @Test
    void who_is_full_who_is_unknown_and_who_is_elsewhere_are_told_apart() {
        assertThat(ask("full@a.test")).isEqualTo("full full@a.test");
        assertThat(ask("nobody@a.test")).isEqualTo("unknown");
        assertThat(ask("alice@b.test")).isEqualTo("elsewhere");
    }

    @Test
    void what_many_ask_at_once_is_answered_to_each() {
        List<String> addresses = IntStream.range(0, 3 * AskedTogether.MAX)
                .mapToObj(n -> switch (n % 5) {
                    case 0 -> "alice+" + n + "@a.test";
                    case 1 -> "team+urgent@a.test";
                    case 2 -> "nobody" + n + "@a.test";
                    case 3 -> "somebody" + n + "@all.test";
                    default -> "alice@elsewhere" + n + ".test";
                })
                .toList();

        List<String> answers = Uni.join()
                .all(addresses.stream()
                        .map(text -> directory.resolve(EmailAddress.of(text)))
                        .toList())
                .andFailFast()
                .map(all -> all.stream().map(PostgresAccountDirectoryTest::text).toList())
                .await()
                .atMost(PATIENCE);

        List<String> five =
                List.of("local alice@a.test", "local bob@a.test", "unknown", "local alice@a.test", "elsewhere");
        assertThat(answers)
                .isEqualTo(IntStream.range(0, addresses.size())
                        .mapToObj(n -> five.get(n % 5))
                        .toList());
    }

    @Test
    void keys_that_cannot_be_opened_are_a_matter_of_their_own_domain() throws Exception {
        execute(
                "insert into signing_key (tenant_id, domain_id, selector, algorithm, sealed_private, public_key, created_at)"
                        + " values (?, ?, 's1', '" + SigningKey.Algorithm.values()[0] + "', '', '', now())",
                TENANT,
                domain(2));
        DomainName broken = DomainName.parse("all.test");

        Uni<Optional<HostedDomain>> first = directory.hosted(broken);
        Uni<List<Optional<HostedDomain>>> others = Uni.join()
                .all(directory.hosted(DomainName.parse("a.test")), directory.hosted(DomainName.parse("b.test")))
                .andFailFast();

        assertThatThrownBy(() -> first.await().atMost(PATIENCE)).hasMessage("the master key is another");
        assertThat(others.await().atMost(PATIENCE))
                .satisfiesExactly(
                        hosted -> assertThat(hosted.orElseThrow().tenant().value())
                                .isEqualTo(TENANT),
                        elsewhere -> assertThat(elsewhere).isEmpty());
    }

    @Test
    void when_the_database_is_gone_everyone_is_told_and_the_next_is_asked_again() {
        TestDatabase gone = TestDatabase.fresh();
        AccountDirectory afterwards = new PostgresAccountDirectory(gone.mutinyPool(), SEAL);
        gone.close();

        List<Uni<Destination>> questions = IntStream.range(0, 3)
                .mapToObj(n -> afterwards.resolve(EmailAddress.of("a" + n + "@a.test")))
                .toList();
        for (Uni<Destination> question : questions) {
            Throwable failure = question.onItem()
                    .transform(answer -> (Throwable) new AssertionError("answered " + answer))
                    .onFailure()
                    .recoverWithItem(cause -> cause)
                    .await()
                    .atMost(PATIENCE);
            assertThat(failure).isNotInstanceOf(AssertionError.class);
        }
    }

    private String ask(String address) {
        return text(directory.resolve(EmailAddress.of(address)).await().atMost(PATIENCE));
    }

    private static String text(Destination destination) {
        return switch (destination) {
            case Destination.Local(var account) -> "local " + account.address();
            case Destination.Full(var account) -> "full " + account.address();
            case Destination.Unknown unknown -> "unknown";
            case Destination.Elsewhere elsewhere -> "elsewhere";
        };
    }

    private static UUID account(String address, UUID domain, long quota) throws SQLException {
        UUID id = UUID.randomUUID();
        execute(
                "insert into account (tenant_id, id, domain_id, address, display_name, password_hash, inbox_id, created_at)"
                        + " values (?, ?, ?, ?, '', '', ?, now())",
                TENANT,
                id,
                domain,
                address,
                UUID.randomUUID());
        execute(
                "insert into mailbox (account_id, tenant_id, modseq, last_uidvalidity, used_octets, used_messages,"
                        + " quota_octets, quota_messages, keywords) values (?, ?, 1, 1, 0, 0, ?, 10, '{}')",
                id,
                TENANT,
                quota);
        address(address, id, domain, "own");
        return id;
    }

    private static void address(String folded, UUID account, UUID domain, String kind) throws SQLException {
        execute(
                "insert into address (folded, tenant_id, id, account_id, domain_id, kind, written, created_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, now())",
                folded,
                TENANT,
                UUID.randomUUID(),
                account,
                domain,
                kind,
                folded);
    }

    private static UUID domain(int number) {
        return new UUID(0, number);
    }

    private static void execute(String sql, Object... values) throws SQLException {
        try (Connection connection = DATABASE.connection().open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int n = 0; n < values.length; n++) {
                statement.setObject(n + 1, values[n]);
            }
            statement.executeUpdate();
        }
    }
}
