package dev.posthaste.account.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import io.smallrye.mutiny.Uni;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AddressLookupsTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final UUID TENANT = UUID.randomUUID();

    private final AddressLookups lookups = new AddressLookups(DATABASE.mutinyPool());

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
        List<String> addresses = IntStream.range(0, 3 * AddressLookups.MAX_TOGETHER)
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
                        .map(text -> lookups.resolve(EmailAddress.of(text)))
                        .toList())
                .andFailFast()
                .map(all -> all.stream().map(AddressLookupsTest::text).toList())
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
    void when_the_database_is_gone_everyone_is_told_and_the_next_is_asked_again() {
        TestDatabase gone = TestDatabase.fresh();
        AddressLookups afterwards = new AddressLookups(gone.mutinyPool());
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
        return text(lookups.resolve(EmailAddress.of(address)).await().atMost(PATIENCE));
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
