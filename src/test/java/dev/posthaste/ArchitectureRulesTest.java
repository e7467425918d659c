package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fixture classes that break every rule show that each rule detects violations. */
class ArchitectureRulesTest {

    private static final String BASE = "dev.posthaste.fixture";

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(BASE);

    private final ArchitectureRules rules = new ArchitectureRules(BASE);

    @Test
    void an_unknown_package_is_found() {
        assertThat(broken(rules.every_package_is_in_the_dependency_table()))
                .anyMatch(line -> line.contains("nowhere.Stranger"))
                .noneMatch(line -> line.contains("PostgresQueue"));
    }

    @Test
    void a_forbidden_reader_is_found_in_a_generic_signature_too() {
        assertThat(broken(rules.a_package_depends_only_on_what_its_row_allows()))
                .anyMatch(line -> line.startsWith("address may not read mailbox"));
    }

    @Test
    void a_library_in_a_value_or_codec_package_is_found() {
        assertThat(broken(rules.values_and_codecs_depend_only_on_the_jdk()))
                .anyMatch(line -> line.contains("Nosy") && line.contains("Uni"))
                .anyMatch(line -> line.contains("Wire") && line.contains("io.grpc.Status"));
    }

    @Test
    void a_client_outside_its_package_is_found_and_one_inside_is_not() {
        assertThat(broken(rules.hibernate_and_sql_stay_in_postgres()))
                .anyMatch(line -> line.contains("Folder"))
                .noneMatch(line -> line.contains("PostgresQueue"));
        assertThat(broken(rules.redis_clients_stay_in_redis())).anyMatch(line -> line.contains("Folder"));
        assertThat(broken(rules.the_client_of_s3_stays_in_s3())).anyMatch(line -> line.contains("Folder"));
        assertThat(broken(rules.sockets_stay_with_their_owners())).anyMatch(line -> line.contains("Folder"));
        assertThat(broken(rules.generated_grpc_types_stay_in_api_grpc())).anyMatch(line -> line.contains("Wire"));
    }

    @Test
    void a_banned_name_is_found() {
        assertThat(broken(rules.no_name_is_banned()))
                .anyMatch(line -> line.contains("MailServiceImpl has a banned name"))
                .anyMatch(line -> line.contains("in a package named core"));
    }

    @Test
    void an_undocumented_package_is_found() {
        assertThat(broken(rules.every_package_is_documented_and_null_marked()))
                .anyMatch(line -> line.contains("mailbox has no"));
    }

    @Test
    void a_banned_practice_is_found() {
        assertThat(broken(rules.no_field_is_optional())).anyMatch(line -> line.contains("Habits.absent"));
        assertThat(broken(rules.nothing_is_injected_into_a_field())).anyMatch(line -> line.contains("injected"));
        assertThat(broken(rules.nothing_reads_the_system_clock()))
                .anyMatch(line -> line.contains("Habits.now()"))
                .anyMatch(line -> line.contains("nowByReference"))
                .anyMatch(line -> line.contains("millis"));
        assertThat(broken(rules.nothing_blocks()))
                .anyMatch(line -> line.contains("waits"))
                .anyMatch(line -> line.contains("sleeps"));
        assertThat(broken(rules.nothing_holds_a_monitor())).anyMatch(line -> line.contains("holds"));
        assertThat(broken(rules.nothing_is_deserialised_and_no_management_port_is_opened()))
                .anyMatch(line -> line.contains("deserialises"));
        assertThat(broken(rules.logging_has_one_api()))
                .anyMatch(line -> line.contains("LOG"))
                .noneMatch(line -> line.contains("org.jboss.logging"));
        assertThat(broken(rules.nothing_prints())).anyMatch(line -> line.contains("prints"));
        assertThat(broken(rules.case_conversion_has_a_locale())).anyMatch(line -> line.contains("lower"));
    }

    private static List<String> broken(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }
}
