package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /** Shared by every test of this machine, and outside the data directory that is deleted after a test. */
    static final Path PROGRAMS = Path.of("target", "postgres").toAbsolutePath();

    @TempDir
    Path folder;

    @AfterEach
    void nothing_goes_on_working_in_the_folder() throws IOException {
        Path home = folder.toRealPath();
        List<Path> directories = ProcessHandle.allProcesses()
                .flatMap(EmbeddedPostgresTest::workingDirectory)
                .toList();
        assertThat(directories.stream().filter(directory -> directory.startsWith(home)))
                .isEmpty();
    }

    @Test
    void the_password_is_readable_by_its_owner_alone() throws Exception {
        withDatabase(database -> {
            Path password = folder.resolve("data/postgres/password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            assertThat(database.toString())
                    .doesNotContain(Files.readString(password).strip());
        });
    }

    @Test
    void what_was_committed_is_there_after_a_stop_and_a_start() throws Exception {
        withDatabase(database -> execute(database, "CREATE TABLE kept AS SELECT 42 AS n"));
        withDatabase(database -> assertThat(one(database, "SELECT n FROM kept")).isEqualTo("42"));
    }

    @Test
    void what_was_committed_survives_kill_9_of_the_database() throws Exception {
        withDatabase(database -> {
            execute(database, "CREATE TABLE kept AS SELECT 42 AS n");
            long postmaster = postmaster();
            ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
        });
        withDatabase(database -> assertThat(one(database, "SELECT n FROM kept")).isEqualTo("42"));
    }

    @Test
    void a_database_that_is_watched_is_back_at_the_same_address_after_kill_9_however_often() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            EmbeddedPostgres server = EmbeddedPostgres.start(data, PROGRAMS);
            PostgresWatch watch = PostgresWatch.over(server, folder);
            execute(server.connection(), "CREATE TABLE kept AS SELECT 42 AS n");
            for (int time = 0; time < 2; time++) {
                long killed = postmaster();
                ProcessHandle.of(killed).orElseThrow().destroyForcibly();
                assertThat(eventually(server.connection(), "SELECT n FROM kept"))
                        .isEqualTo("42");
                assertThat(postmaster()).isNotEqualTo(killed);
            }
            watch.stop();
        }
        assertThat(folder.resolve("data/postgres/data/postmaster.pid")).doesNotExist();
    }

    /** As soon as it answers. A backend may outlive its postmaster for a moment, but takes no new connections. */
    private static String eventually(ConnectionInfo database, String sql) throws Exception {
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            try {
                return one(database, sql);
            } catch (SQLException notYet) {
                assertThat(Instant.now()).as(notYet.toString()).isBefore(end);
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
    }

    @Test
    void a_database_that_outlived_its_killed_server_is_ended_and_opened_anew() throws Exception {
        try (PostgresHolder killed = PostgresHolder.start(folder.resolve("data"))) {
            assertThat(killed.firstLine()).isEqualTo("ready");
            killed.kill();
        }
        long orphan = postmaster();
        withDatabase(database -> assertThat(postmaster()).isNotEqualTo(orphan));
    }

    @Test
    void a_second_start_says_who_holds_the_data_directory() throws Exception {
        try (PostgresHolder holder = PostgresHolder.start(folder.resolve("data"))) {
            assertThat(holder.firstLine()).isEqualTo("ready");
            assertThatThrownBy(() -> DataDirectory.open(folder.resolve("data")))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("in use by process " + holder.pid() + " since ")
                    .hasMessageContaining("POSTHASTE_DATA_DIR");
        }
    }

    @Test
    void a_pid_file_that_names_another_program_does_not_matter() throws Exception {
        withDatabase(database -> execute(database, "CREATE TABLE kept AS SELECT 42 AS n"));
        Files.writeString(
                folder.resolve("data/postgres/data/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + folder.resolve("data/postgres/data") + "\n1\n1\n\n\n");

        withDatabase(database -> assertThat(one(database, "SELECT n FROM kept")).isEqualTo("42"));
        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void an_unreadable_pid_file_does_not_matter() throws Exception {
        withDatabase(database -> execute(database, "CREATE TABLE kept AS SELECT 42 AS n"));
        Files.writeString(folder.resolve("data/postgres/data/postmaster.pid"), "");

        withDatabase(database -> assertThat(one(database, "SELECT n FROM kept")).isEqualTo("42"));
    }

    @Test
    void a_creation_that_was_cut_short_leaves_nothing_that_counts() throws Exception {
        Path unfinished = folder.resolve("data/postgres/data.new-1/base");
        Files.createDirectories(unfinished);
        Files.writeString(folder.resolve("data/postgres/password"), "of the first attempt");

        withDatabase(database -> assertThat(one(database, "SELECT 1")).isEqualTo("1"));
        assertThat(unfinished.getParent()).doesNotExist();
    }

    @Test
    void a_cluster_of_another_major_version_is_refused_with_a_way_out() throws Exception {
        withDatabase(
                database -> assertThat(show(database, "server_version_num")).startsWith("18"));
        Files.writeString(folder.resolve("data/postgres/data/PG_VERSION"), "17\n");

        assertThatThrownBy(() -> withDatabase(database -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("was made by PostgreSQL 17")
                .hasMessageContaining("pg_upgrade");
    }

    @Test
    void a_lost_password_is_said_to_be_lost() throws Exception {
        withDatabase(database -> assertThat(one(database, "SELECT 1")).isEqualTo("1"));
        Files.delete(folder.resolve("data/postgres/password"));

        assertThatThrownBy(() -> withDatabase(database -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("password")
                .hasMessageContaining("is missing");
    }

    @Test
    void a_cluster_that_cannot_start_says_why() throws Exception {
        withDatabase(database -> assertThat(one(database, "SELECT 1")).isEqualTo("1"));
        Files.delete(folder.resolve("data/postgres/data/global/pg_control"));

        assertThatThrownBy(() -> withDatabase(database -> {}))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("pg_control");
    }

    @Test
    void settings_of_the_environment_do_not_reach_it() throws Exception {
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            Path home = Files.createDirectory(data.path().resolve("postgres"));
            PostgresCluster cluster = new PostgresCluster(home, PostgresBinaries.in(PROGRAMS), RunAs.chosenFor(home));
            assertThat(cluster.command("postgres").environment()).containsOnlyKeys("PATH", "LC_ALL");
        }
    }

    @Test
    void root_without_user_namespaces_runs_it_as_another_user() throws Exception {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("root")
                .isEqualTo(0);
        // Its user has to get there.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        PostgresBinaries binaries = PostgresBinaries.in(folder);
        Path home = Files.createDirectories(folder.resolve("data/postgres"));
        RunAs.Other user = RunAs.otherUser();

        EmbeddedPostgres server = EmbeddedPostgres.start(home, binaries, user);
        assertThat(one(server.connection(), "SELECT 1")).isEqualTo("1");
        server.stop();

        // It stays with that user, even where a namespace would work.
        assertThat(RunAs.chosenFor(home)).isEqualTo(user);
    }

    @Test
    void the_programs_are_of_the_version_that_the_folder_says() throws Exception {
        Process version = new ProcessBuilder(PostgresBinaries.in(PROGRAMS).program("postgres"), "--version").start();
        assertThat(version.inputReader().readLine()).endsWith(" " + PostgresBinaries.VERSION);
        assertThat(PostgresBinaries.VERSION).startsWith(PostgresBinaries.MAJOR + '.');
    }

    @FunctionalInterface
    private interface Work {
        void with(ConnectionInfo database) throws Exception;
    }

    private void withDatabase(Work work) throws Exception {
        try (DataDirectory data = DataDirectory.open(folder.resolve("data"))) {
            EmbeddedPostgres server = EmbeddedPostgres.start(data, PROGRAMS);
            try {
                work.with(server.connection());
            } finally {
                server.stop();
            }
        }
    }

    private long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("data/postgres/data/postmaster.pid"))
                .getFirst());
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

    private static void execute(ConnectionInfo database, String sql) throws SQLException {
        try (Connection open = database.open();
                Statement statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Stream<Path> workingDirectory(ProcessHandle process) {
        try {
            return Stream.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")));
        } catch (IOException goneOrForeign) {
            return Stream.empty();
        }
    }
}
