package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.app.SqlStatement.Reference;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds every SQL statement of the main code to the rules by which the tables can be distributed: ADR 9. A statement is named
 * by its class and constant; what breaks a rule is listed here with its reason, and a reason that is not needed any more fails
 * the test.
 */
class StatementRulesTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/posthaste");

    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(with|select|insert|update|delete)\\b.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** The column by which a table is distributed; reference tables are not here. */
    private static final Map<String, String> KEYS = keys();

    /** Which package writes a table. */
    private static final Map<String, String> OWNERS = owners();

    private static final String WHOLE_GROUP =
            "writes rows of several accounts or buckets together, each by its key from a row set";
    private static final String SWEEP = "a sweep that runs every few minutes looks at every node";
    private static final String ONE_SERVER =
            "only for one PostgreSQL server; on several nodes its twin IN_BUCKET is used";

    /** Statements with a table whose key is not a constant. */
    private static final Map<String, String> WITHOUT_KEY = Map.ofEntries(
            Map.entry("LedgerSql.DELIVERIES_ONLY", WHOLE_GROUP),
            Map.entry("LedgerSql.WITH_SUBMISSIONS", WHOLE_GROUP),
            Map.entry("QueueSql.LEASE_ALL_BUT", ONE_SERVER),
            Map.entry("QueueSql.LEASE_ONLY", ONE_SERVER),
            Map.entry("MessageSql.ACCOUNTS_WITH_OLD_LOG", SWEEP),
            Map.entry("ReleasedSql.OF_ACCOUNTS.owners", SWEEP),
            Map.entry("ReleasedSql.LARGE.owners", SWEEP),
            Map.entry(
                    "ReleasedSql.LARGE.delete",
                    "asks all accounts and emails of a tenant whether they refer to a large blob"),
            Map.entry("IdempotencyKeySql.FORGET_EMAILS", SWEEP),
            Map.entry("IdempotencyKeySql.FORGET_ANSWERS", SWEEP),
            Map.entry("UploadRows.FORGET_SETTLED", SWEEP),
            Map.entry("UploadRows.LOST", SWEEP),
            Map.entry(
                    "PostgresEmailHistory.LIST",
                    "the emails of a tenant lie in all buckets; each is found by its index"));

    /** Statements that lock rows of several keys: all of one node, as their callers divide them ({@code Placement}). */
    private static final Set<String> LOCKS_DIVIDED_BY_PLACEMENT =
            Set.of("LedgerSql.LOCK", "QueueSql.LOCK_RECIPIENTS", "QueueSql.LOCK_EMAILS");

    /** Writes of a table by a package that does not own it. */
    private static final Map<String, String> FOREIGN_WRITES = Map.of(
            "LedgerSql.DELIVERIES_ONLY", "acceptance writes blob, mailbox and queue in one transaction: ADR 1",
            "LedgerSql.WITH_SUBMISSIONS", "acceptance writes blob, mailbox and queue in one transaction: ADR 1",
            "MessageSql.EXPUNGE", "notes released blobs in the transaction that removes the messages: ADR 7",
            "MessageSql.EXPUNGE_NAMED", "as EXPUNGE",
            "MessageSql.DELETE", "as EXPUNGE",
            "FolderSql.DELETE", "as EXPUNGE",
            "QueueSql.RELEASE_LARGE", "notes a released large blob in the transaction that settles the email: ADR 9");

    /** Packages that write an event in the transaction of their change, with what event.postgres offers: ADR 10. */
    private static final Set<String> OUTBOX_WRITERS = Set.of("mailbox.postgres", "queue.postgres", "intake.postgres");

    private static Map<String, String> keys() {
        Map<String, String> keys = new TreeMap<>();
        List.of("mailbox", "folder", "subscription", "message", "expunged", "maildrop_lease", "blob", "blob_released")
                .forEach(table -> keys.put(table, "account_id"));
        List.of("email", "recipient", "attempt", "queued_blob", "idempotency_key")
                .forEach(table -> keys.put(table, "bucket"));
        List.of("large_blob", "large_blob_released", "blob_chunk", "blob_upload")
                .forEach(table -> keys.put(table, "tenant_id"));
        return keys;
    }

    private static Map<String, String> owners() {
        Map<String, String> owners = new TreeMap<>();
        List.of("mailbox", "folder", "subscription", "message", "expunged", "maildrop_lease")
                .forEach(table -> owners.put(table, "mailbox.postgres"));
        List.of("blob", "blob_released", "large_blob", "large_blob_released", "blob_chunk", "blob_upload")
                .forEach(table -> owners.put(table, "blob.postgres"));
        List.of("email", "recipient", "attempt", "queued_blob").forEach(table -> owners.put(table, "queue.postgres"));
        owners.put("idempotency_key", "intake.postgres");
        owners.put("event", "event.postgres");
        return owners;
    }

    @Test
    void every_table_has_its_key_first_in_its_primary_key_and_in_every_unique_index() throws SQLException {
        try (TestDatabase database = TestDatabase.fresh();
                Connection connection = database.connection().open();
                Statement statement = connection.createStatement()) {
            Map<String, List<String>> unique = new TreeMap<>();
            try (var rows = statement.executeQuery("""
                select c.relname, i.indisprimary,
                       array(select a.attname from unnest(i.indkey) with ordinality k (n, ord)
                             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n order by k.ord)::text[]
                from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace s on s.oid = c.relnamespace
                where s.nspname = 'public' and i.indisunique order by 1\
                """)) {
                while (rows.next()) {
                    String key = KEYS.get(rows.getString(1));
                    List<String> columns = List.of((String[]) rows.getArray(3).getArray());
                    unique.computeIfAbsent(rows.getString(1), first -> new ArrayList<>());
                    if (key != null) {
                        assertThat(columns).as(rows.getString(1)).contains(key);
                        if (rows.getBoolean(2)) {
                            assertThat(columns.getFirst()).as(rows.getString(1)).isEqualTo(key);
                        }
                    }
                }
            }
            assertThat(unique.keySet()).containsAll(KEYS.keySet());
        }
    }

    @Test
    void the_script_that_distributes_names_every_table_and_runs_on_plain_postgresql() throws Exception {
        String script = Files.readString(Path.of("src/main/resources/db/distribute.sql"));
        try (TestDatabase database = TestDatabase.fresh();
                Connection connection = database.connection().open();
                Statement statement = connection.createStatement()) {
            Set<String> tables = new TreeSet<>();
            try (var rows = statement.executeQuery("select tablename from pg_tables where schemaname = 'public'"
                    + " and tablename <> 'flyway_schema_history'"
                    + " and not (select relispartition from pg_class where oid = format('%I', tablename)::regclass)")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertThat(tables).allSatisfy(table -> assertThat(script).contains("'" + table + "'"));
            assertThat(tables).containsAll(KEYS.keySet());
            statement.execute(script);
            statement.execute(script);
        }
    }

    @Test
    void every_statement_names_the_key_of_every_table_it_reads_or_changes() throws Exception {
        Set<String> without = new TreeSet<>();
        statements()
                .forEach((name, sql) -> SqlStatement.parse(sql).references().stream()
                        .filter(reference -> KEYS.containsKey(reference.table()))
                        .filter(reference -> !reference.names(KEYS.get(reference.table())))
                        .forEach(reference -> without.add(name)));
        assertThat(without).isEqualTo(new TreeSet<>(WITHOUT_KEY.keySet()));
    }

    @Test
    void locks_of_several_keys_are_divided_by_node() throws Exception {
        Set<String> several = new TreeSet<>();
        statements().forEach((name, sql) -> {
            SqlStatement statement = SqlStatement.parse(sql);
            statement.locked().stream()
                    .filter(reference -> KEYS.containsKey(reference.table()))
                    .filter(reference -> !reference.isOneKey(KEYS.get(reference.table())))
                    .filter(reference -> !WITHOUT_KEY.containsKey(name))
                    .forEach(reference -> several.add(name));
        });
        assertThat(several).isEqualTo(new TreeSet<>(LOCKS_DIVIDED_BY_PLACEMENT));
    }

    @Test
    void no_part_of_a_statement_reads_what_another_part_inserts() throws Exception {
        Set<String> reading = new TreeSet<>();
        statements().forEach((name, sql) -> {
            SqlStatement statement = SqlStatement.parse(sql);
            if (sql.strip().toLowerCase(java.util.Locale.ROOT).startsWith("with")
                    && statement.inserted().stream()
                            .anyMatch(table -> statement.references().stream().anyMatch(r -> r.isRead(table)))) {
                reading.add(name);
            }
        });
        // SUBSCRIBE and the folder statements give the same answer whether the other part is seen or not.
        assertThat(reading)
                .isSubsetOf(
                        "FolderSql.SUBSCRIBE",
                        "FolderSql.CREATE",
                        "FolderSql.RENAME",
                        "FolderSql.RENAME_INBOX",
                        "MessageSql.COPY");
    }

    @Test
    void advisory_locks_are_for_migrations_alone_and_conflicts_ask_no_clock() throws Exception {
        statements().forEach((name, sql) -> {
            assertThat(sql).as(name).doesNotContain("advisory");
            Matcher conflict = Pattern.compile("on conflict.*?where([^)]*)", Pattern.DOTALL)
                    .matcher(sql);
            while (conflict.find()) {
                assertThat(conflict.group(1)).as(name).doesNotContain("now()");
            }
        });
    }

    @Test
    void a_table_is_written_by_its_owner_alone() throws Exception {
        Set<String> foreign = new TreeSet<>();
        Map<String, String> packages = new TreeMap<>();
        statements(packages)
                .forEach((name, sql) -> SqlStatement.parse(sql).written().stream()
                        .filter(table -> !(table.equals("event") && OUTBOX_WRITERS.contains(packages.get(name))))
                        .filter(table -> !packages.get(name).equals(OWNERS.getOrDefault(table, packages.get(name))))
                        .forEach(table -> foreign.add(name)));
        assertThat(foreign).isEqualTo(new TreeSet<>(FOREIGN_WRITES.keySet()));
    }

    @Test
    void no_statement_hides_from_these_tests() throws Exception {
        // What is executed is a constant or comes from one: a literal at the call would not be seen here.
        Pattern literal = Pattern.compile("(preparedQuery|createNativeQuery)\\(\\s*\"(?!\"\")", Pattern.DOTALL);
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                assertThat(literal.matcher(Files.readString(source)).find())
                        .as(source.toString())
                        .isFalse();
            }
        }
    }

    @Test
    void the_reader_of_statements_sees_tables_keys_locks_and_writes() {
        SqlStatement statement = SqlStatement.parse("""
            with a as (select * from folder f where f.account_id = $1 for update),
            b as (insert into blob (account_id) select $1 from message m where m.id = $2)
            update mailbox x set modseq = 1 from a where x.account_id = any ($1::uuid[]) and a.id = (
                select 1 from email where bucket = 3)\
            """);
        assertThat(statement.references().stream().map(Reference::table).collect(Collectors.toSet()))
                .contains("folder", "message", "mailbox", "email", "blob");
        assertThat(statement.written()).containsExactlyInAnyOrder("blob", "mailbox");
        assertThat(named(statement, "folder", "account_id")).isTrue();
        assertThat(named(statement, "message", "account_id")).isFalse();
        assertThat(named(statement, "mailbox", "account_id")).isTrue();
        assertThat(named(statement, "email", "bucket")).isTrue();
        assertThat(statement.locked().stream().map(Reference::table)).containsExactly("folder");
    }

    private static boolean named(SqlStatement statement, String table, String key) {
        return statement.references().stream()
                .filter(reference -> reference.table().equals(table))
                .allMatch(reference -> reference.names(key));
    }

    private static Map<String, String> statements() throws Exception {
        return statements(new TreeMap<>());
    }

    /** Every constant of an adapter for PostgreSQL that is a whole statement, by class and name. */
    private static Map<String, String> statements(Map<String, String> packages) throws Exception {
        Map<String, String> statements = new TreeMap<>();
        for (Class<?> type : adapters()) {
            String room = type.getPackageName().substring("dev.posthaste.".length());
            for (Field field : type.getDeclaredFields()) {
                field.setAccessible(true);
                String name = type.getSimpleName() + '.' + field.getName();
                if (field.getType() == String.class && Modifier.isStatic(field.getModifiers())) {
                    add(statements, packages, name, (String) field.get(null), room);
                } else if (type.isEnum() && field.getType() == String.class) {
                    for (Object constant : type.getEnumConstants()) {
                        add(
                                statements,
                                packages,
                                type.getSimpleName() + '.' + constant + '.' + field.getName(),
                                (String) field.get(constant),
                                room);
                    }
                }
            }
        }
        assertThat(statements).hasSizeGreaterThan(60);
        return statements;
    }

    private static void add(
            Map<String, String> statements, Map<String, String> packages, String name, String sql, String room) {
        boolean isWhole = !name.endsWith("_COLUMNS")
                && STATEMENT.matcher(sql).matches()
                && !sql.contains("%")
                && !sql.stripTrailing().endsWith(",");
        if (isWhole && !sql.contains("{needs}")) {
            statements.put(name, sql);
            packages.put(name, room);
        }
    }

    private static List<Class<?>> adapters() throws IOException, ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source : sources.filter(path -> path.getParent().endsWith("postgres")
                            && path.toString().endsWith(".java")
                            && !path.endsWith("package-info.java"))
                    .toList()) {
                String name = SOURCES.relativize(source).toString().replace('/', '.');
                classes.add(Class.forName(
                        "dev.posthaste." + name.substring(0, name.length() - ".java".length()),
                        true,
                        StatementRulesTest.class.getClassLoader()));
            }
        }
        return classes;
    }
}
