package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Package dependencies and architecture rules; {@link ArchitectureRulesTest} shows that the rules detect violations. */
class RoomsTest {

    private static final String BASE = "dev.posthaste";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/dev/posthaste/api/grpc/v1/"))
            .importPackages(BASE);

    private final ArchitectureRules rules = new ArchitectureRules(BASE);

    @Test
    void every_package_that_a_row_names_has_a_row() {
        assertThat(DependencyTable.named())
                .allMatch(name -> DependencyTable.find(name).isPresent());
    }

    @Test
    void a_package_that_is_not_in_the_table_is_unknown() {
        for (String path : new String[] {"", "domain", "smtp", "smtp.wire.parser", "dns.mongo", "nowhere.postgres"}) {
            assertThat(DependencyTable.find(path)).as(path).isEmpty();
        }
    }

    @Test
    void an_adapter_has_its_owners_rights_and_may_read_its_owner() {
        assertThat(DependencyTable.find("queue.postgres")).isEqualTo(Optional.of("queue.postgres"));
        assertThat(DependencyTable.mayRead("queue.postgres", "queue")).isTrue();
        assertThat(DependencyTable.mayRead("queue.postgres", "blob")).isTrue();
        assertThat(DependencyTable.mayRead("queue.postgres", "mailbox")).isFalse();
        assertThat(DependencyTable.mayRead("queue", "queue.postgres")).isFalse();
    }

    @Test
    void rest_and_grpc_do_not_know_each_other_and_no_protocol_server_knows_the_queue() {
        assertThat(DependencyTable.mayRead("api.rest", "api.grpc")).isFalse();
        assertThat(DependencyTable.mayRead("api.grpc", "api.rest")).isFalse();
        for (String server : new String[] {"smtp.server", "imap.server", "pop3.server", "managesieve.server"}) {
            assertThat(DependencyTable.mayRead(server, "queue")).as(server).isFalse();
        }
    }

    @Test
    void nothing_holds_the_monitor_of_a_block() throws IOException {
        Pattern block = Pattern.compile("\\bsynchronized\\s*\\(");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> !path.startsWith("src/main/java/dev/posthaste/app")))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Files.readString(path)).doesNotContainPattern(block));
        }
    }

    @Test
    void every_package_is_in_the_dependency_table() {
        rules.every_package_is_in_the_dependency_table().check(CLASSES);
    }

    @Test
    void a_package_depends_only_on_what_its_row_allows() {
        rules.a_package_depends_only_on_what_its_row_allows().check(CLASSES);
    }

    @Test
    void values_and_codecs_depend_only_on_the_jdk() {
        rules.values_and_codecs_depend_only_on_the_jdk().check(CLASSES);
    }

    @Test
    void hibernate_and_sql_stay_in_postgres() {
        rules.hibernate_and_sql_stay_in_postgres().check(CLASSES);
    }

    @Test
    void redis_clients_stay_in_redis() {
        rules.redis_clients_stay_in_redis().check(CLASSES);
    }

    @Test
    void the_client_of_s3_stays_in_s3() {
        rules.the_client_of_s3_stays_in_s3().check(CLASSES);
    }

    @Test
    void sockets_stay_with_their_owners() {
        rules.sockets_stay_with_their_owners().check(CLASSES);
    }

    @Test
    void generated_grpc_types_stay_in_api_grpc() {
        rules.generated_grpc_types_stay_in_api_grpc().check(CLASSES);
    }

    @Test
    void no_name_is_banned() {
        rules.no_name_is_banned().check(CLASSES);
    }

    @Test
    void every_package_is_documented_and_null_marked() {
        rules.every_package_is_documented_and_null_marked().check(CLASSES);
    }

    @Test
    void no_field_is_optional() {
        rules.no_field_is_optional().check(CLASSES);
    }

    @Test
    void nothing_is_injected_into_a_field() {
        rules.nothing_is_injected_into_a_field().check(CLASSES);
    }

    @Test
    void nothing_reads_the_system_clock() {
        rules.nothing_reads_the_system_clock().check(CLASSES);
    }

    @Test
    void nothing_blocks() {
        rules.nothing_blocks().check(CLASSES);
    }

    @Test
    void nothing_holds_a_monitor() {
        rules.nothing_holds_a_monitor().check(CLASSES);
    }

    @Test
    void nothing_is_deserialised_and_no_management_port_is_opened() {
        rules.nothing_is_deserialised_and_no_management_port_is_opened().check(CLASSES);
    }

    @Test
    void nothing_prints() {
        rules.nothing_prints().check(CLASSES);
    }

    @Test
    void logging_has_one_api() {
        rules.logging_has_one_api().check(CLASSES);
    }

    @Test
    void case_conversion_has_a_locale() {
        rules.case_conversion_has_a_locale().check(CLASSES);
    }
}
