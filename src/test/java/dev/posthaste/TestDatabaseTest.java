package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

    @Test
    void each_fresh_database_is_its_own() {
        try (TestDatabase one = TestDatabase.fresh();
                TestDatabase other = TestDatabase.fresh()) {
            execute(one, "CREATE TABLE mine (n int)");

            assertThat(tables(one)).isEqualTo(tables(other) + 1);
        }
    }

    @Test
    void truncate_leaves_the_tables_and_no_row() {
        try (TestDatabase database = TestDatabase.fresh()) {
            execute(database, "CREATE TABLE parent (n int PRIMARY KEY)");
            execute(database, "CREATE TABLE child (n int REFERENCES parent)");
            execute(database, "INSERT INTO parent VALUES (1)");
            execute(database, "INSERT INTO child VALUES (1)");

            database.truncate();

            assertThat(first(database, "SELECT (SELECT count(*) FROM parent) + (SELECT count(*) FROM child)"))
                    .isZero();
        }
    }

    private static void execute(TestDatabase database, String sql) {
        database.mutinyPool().query(sql).executeAndAwait();
    }

    private static long first(TestDatabase database, String sql) {
        for (var row : database.mutinyPool().query(sql).executeAndAwait()) {
            return row.getLong(0);
        }
        throw new AssertionError(Row.class + " expected");
    }

    private static long tables(TestDatabase database) {
        return first(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    }
}
