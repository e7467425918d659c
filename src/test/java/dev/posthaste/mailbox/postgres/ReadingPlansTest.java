package dev.posthaste.mailbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.Letter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How PostgreSQL finds the messages that a client asks for. A plan is kept for as long as a connection lasts, and may have
 * been made while there was nothing, or when what statistics tell was long ago.
 */
class ReadingPlansTest {

    private static final int MESSAGES = 300;

    private final TestDatabase database = TestDatabase.fresh();
    private final PostgresMailboxWorld world = new PostgresMailboxWorld(database.mutinyPool());
    private final AccountId account = world.account();
    private final FolderId inbox = world.folder(account, "INBOX");

    @AfterEach
    void close() {
        database.close();
    }

    static Stream<String> readings() {
        return Stream.of(MessageSql.ROWS, MessageSql.MESSAGES, MessageSql.EXCERPTS);
    }

    @ParameterizedTest
    @MethodSource("readings")
    void messages_and_blobs_are_looked_up_by_their_keys_though_the_plan_is_of_an_empty_table(String statement)
            throws SQLException {
        assertLooksUp(plan(statement, "explain"), statement);
    }

    @ParameterizedTest
    @MethodSource("readings")
    void messages_and_blobs_are_looked_up_by_their_keys_though_statistics_do_not_tell_of_them(String statement)
            throws SQLException {
        for (int i = 0; i < MESSAGES; i++) {
            world.deliver(account, inbox, Letter.of("message " + i));
        }

        assertLooksUp(plan(statement, "explain (analyze, timing off)"), statement);
    }

    private static void assertLooksUp(String plan, String statement) {
        assertThat(plan)
                .containsPattern("using message_pkey.*\\R.*uid >= r.first.*uid <= r.last")
                .doesNotContain("Seq Scan", "Hash Join", "Rows Removed by Filter", "Rows Removed by Join Filter");
        if (!statement.equals(MessageSql.ROWS)) {
            assertThat(plan).contains("using blob_pkey");
        }
    }

    private String plan(String statement, String explain) throws SQLException {
        StringJoiner plan = new StringJoiner("\n");
        try (Connection connection = database.connection().open();
                Statement session = connection.createStatement()) {
            session.execute("set plan_cache_mode = force_generic_plan");
            session.execute("prepare reading as " + statement);
            try (ResultSet lines = session.executeQuery(explain + " execute reading" + arguments(statement))) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
        }
        return plan.toString();
    }

    private String arguments(String statement) {
        String ranges = "('%s', '%s', '{1,200}', '{100,299}'".formatted(account.value(), inbox.value());
        return ranges + (statement.equals(MessageSql.EXCERPTS) ? ", 65536, 0, 524288)" : ")");
    }
}
