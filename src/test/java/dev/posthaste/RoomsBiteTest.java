package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small house in which every law is broken, so that a law which never fails does not pass for a kept one. */
class RoomsBiteTest {

    private static final String BASE = "dev.posthaste.fixture";

    private static final JavaClasses HOUSE = new ClassFileImporter().importPackages(BASE);

    private final HouseRules laws = new HouseRules(BASE);

    @Test
    void an_unknown_room_is_found() {
        assertThat(broken(laws.every_package_is_a_room_of_the_plan()))
                .anyMatch(line -> line.contains("nowhere.Stranger"))
                .noneMatch(line -> line.contains("PostgresQueue"));
    }

    @Test
    void a_forbidden_reader_is_found_in_a_generic_signature_too() {
        assertThat(broken(laws.a_room_reads_only_what_its_row_allows()))
                .anyMatch(line -> line.startsWith("address may not read mailbox"));
    }

    @Test
    void a_library_in_the_vocabulary_or_on_the_wire_is_found() {
        assertThat(broken(laws.the_vocabulary_and_the_wire_know_the_jdk_alone()))
                .anyMatch(line -> line.contains("Nosy") && line.contains("Uni"))
                .anyMatch(line -> line.contains("Wire") && line.contains("io.grpc.Status"));
    }

    @Test
    void a_client_outside_its_room_is_found_and_one_inside_is_not() {
        assertThat(broken(laws.hibernate_and_sql_stay_in_postgres()))
                .anyMatch(line -> line.contains("Folder"))
                .noneMatch(line -> line.contains("PostgresQueue"));
        assertThat(broken(laws.redis_clients_stay_in_redis())).anyMatch(line -> line.contains("Folder"));
        assertThat(broken(laws.the_client_of_s3_stays_in_s3())).anyMatch(line -> line.contains("Folder"));
        assertThat(broken(laws.sockets_stay_with_those_who_own_them())).anyMatch(line -> line.contains("Folder"));
        assertThat(broken(laws.generated_grpc_types_stay_in_api_grpc())).anyMatch(line -> line.contains("Wire"));
    }

    @Test
    void a_banned_name_is_found() {
        assertThat(broken(laws.names_say_what_a_thing_is()))
                .anyMatch(line -> line.contains("MailServiceImpl bears a name"))
                .anyMatch(line -> line.contains("in a package named core"));
    }

    @Test
    void a_package_without_a_sign_is_found() {
        assertThat(broken(laws.every_package_has_a_sign())).anyMatch(line -> line.contains("mailbox has no"));
    }

    @Test
    void a_bad_habit_is_found() {
        assertThat(broken(laws.absence_is_no_field())).anyMatch(line -> line.contains("Habits.absent"));
        assertThat(broken(laws.nothing_is_injected_into_a_field())).anyMatch(line -> line.contains("injected"));
        assertThat(broken(laws.nobody_asks_what_time_it_is()))
                .anyMatch(line -> line.contains("Habits.now()"))
                .anyMatch(line -> line.contains("nowByReference"))
                .anyMatch(line -> line.contains("millis"));
        assertThat(broken(laws.nobody_waits()))
                .anyMatch(line -> line.contains("waits"))
                .anyMatch(line -> line.contains("sleeps"));
        assertThat(broken(laws.nobody_holds_a_monitor())).anyMatch(line -> line.contains("holds"));
        assertThat(broken(laws.nothing_is_deserialised_and_no_management_port_is_opened()))
                .anyMatch(line -> line.contains("deserialises"));
        assertThat(broken(laws.there_is_one_api_for_logging()))
                .anyMatch(line -> line.contains("LOG"))
                .noneMatch(line -> line.contains("org.jboss.logging"));
        assertThat(broken(laws.nobody_prints())).anyMatch(line -> line.contains("prints"));
        assertThat(broken(laws.the_case_of_a_letter_does_not_depend_on_the_machine()))
                .anyMatch(line -> line.contains("lower"));
    }

    private static List<String> broken(ArchRule law) {
        return law.evaluate(HOUSE).getFailureReport().getDetails();
    }
}
