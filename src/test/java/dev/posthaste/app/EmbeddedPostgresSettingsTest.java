package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the embedded database says of itself when it is asked. */
class EmbeddedPostgresSettingsTest {

    static TestDatabase fixture;
    static ConnectionInfo database;

    @BeforeAll
    static void start() {
        fixture = TestDatabase.fresh();
        database = fixture.connection();
    }

    @AfterAll
    static void end() {
        fixture.close();
    }

    @Test
    void every_durability_setting_is_on() throws Exception {
        assertThat(show(database, "fsync")).isEqualTo("on");
        assertThat(show(database, "synchronous_commit")).isEqualTo("on");
        assertThat(show(database, "full_page_writes")).isEqualTo("on");
        assertThat(show(database, "data_checksums")).isEqualTo("on");
    }

    @Test
    void it_listens_on_the_loopback_interface_alone() throws Exception {
        assertThat(show(database, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(EmbeddedPostgres.SETTINGS).containsEntry("unix_socket_directories", "");
    }

    @Test
    void text_is_utf_8_and_sorts_by_code_point() throws Exception {
        assertThat(show(database, "server_encoding")).isEqualTo("UTF8");
        assertThat(one(database, "SELECT ('Z' < 'a')::text || lower('Ä')")).isEqualTo("trueä");
    }

    @Test
    void a_wrong_password_or_none_does_not_open_it() throws Exception {
        for (String password : List.of("wrong", "")) {
            ConnectionInfo stranger = new ConnectionInfo(
                    database.host(), database.port(), database.database(), database.user(), new Secret(password), "");
            assertThatThrownBy(stranger::open).isInstanceOf(SQLException.class).hasMessageContaining("password");
        }
    }

    @Test
    void our_role_is_no_superuser_and_the_superuser_cannot_log_in() throws Exception {
        assertThat(show(database, "is_superuser")).isEqualTo("off");
        ConnectionInfo superuser =
                new ConnectionInfo(database.host(), database.port(), "postgres", "postgres", database.password(), "");
        assertThatThrownBy(superuser::open)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void the_extensions_that_search_needs_can_be_made_by_our_role() throws Exception {
        try (Connection open = database.open();
                Statement statement = open.createStatement()) {
            for (String name : List.of("pg_trgm", "unaccent", "btree_gin")) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS " + name);
                assertThat(one(database, "SELECT count(*) FROM pg_extension WHERE extname = '" + name + "'"))
                        .isEqualTo("1");
            }
        }
    }

    private static String show(ConnectionInfo database, String setting) throws SQLException {
        return one(database, "SHOW " + setting);
    }

    private static String one(ConnectionInfo database, String query) throws SQLException {
        try (Connection open = database.open();
                Statement statement = open.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
