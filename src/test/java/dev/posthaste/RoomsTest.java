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

/** The house keeps its plan and its laws; {@link RoomsBiteTest} shows that they bite. */
class RoomsTest {

    private static final String BASE = "dev.posthaste";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/dev/posthaste/api/grpc/v1/"))
            .importPackages(BASE);

    private final HouseRules laws = new HouseRules(BASE);

    @Test
    void every_room_that_a_row_names_has_a_row() {
        assertThat(RoomTable.named()).allMatch(name -> RoomTable.room(name).isPresent());
    }

    @Test
    void a_room_that_is_not_in_the_table_does_not_exist() {
        for (String path : new String[] {"", "domain", "smtp", "smtp.wire.parser", "dns.mongo", "nowhere.postgres"}) {
            assertThat(RoomTable.room(path)).as(path).isEmpty();
        }
    }

    @Test
    void an_adapter_has_its_owners_rights_and_may_read_its_owner() {
        assertThat(RoomTable.room("queue.postgres")).isEqualTo(Optional.of("queue.postgres"));
        assertThat(RoomTable.mayRead("queue.postgres", "queue")).isTrue();
        assertThat(RoomTable.mayRead("queue.postgres", "blob")).isTrue();
        assertThat(RoomTable.mayRead("queue.postgres", "mailbox")).isFalse();
        assertThat(RoomTable.mayRead("queue", "queue.postgres")).isFalse();
    }

    @Test
    void rest_and_grpc_do_not_know_each_other_and_no_protocol_server_knows_the_queue() {
        assertThat(RoomTable.mayRead("api.rest", "api.grpc")).isFalse();
        assertThat(RoomTable.mayRead("api.grpc", "api.rest")).isFalse();
        for (String server : new String[] {"smtp.server", "imap.server", "pop3.server", "managesieve.server"}) {
            assertThat(RoomTable.mayRead(server, "queue")).as(server).isFalse();
        }
    }

    @Test
    void nobody_holds_the_monitor_of_a_block() throws IOException {
        Pattern block = Pattern.compile("\\bsynchronized\\s*\\(");
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> !path.startsWith("src/main/java/dev/posthaste/app")))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(Files.readString(path)).doesNotContainPattern(block));
        }
    }

    @Test
    void every_package_is_a_room_of_the_plan() {
        laws.every_package_is_a_room_of_the_plan().check(HOUSE);
    }

    @Test
    void a_room_reads_only_what_its_row_allows() {
        laws.a_room_reads_only_what_its_row_allows().check(HOUSE);
    }

    @Test
    void the_vocabulary_and_the_wire_know_the_jdk_alone() {
        laws.the_vocabulary_and_the_wire_know_the_jdk_alone().check(HOUSE);
    }

    @Test
    void hibernate_and_sql_stay_in_postgres() {
        laws.hibernate_and_sql_stay_in_postgres().check(HOUSE);
    }

    @Test
    void redis_clients_stay_in_redis() {
        laws.redis_clients_stay_in_redis().check(HOUSE);
    }

    @Test
    void the_client_of_s3_stays_in_s3() {
        laws.the_client_of_s3_stays_in_s3().check(HOUSE);
    }

    @Test
    void sockets_stay_with_those_who_own_them() {
        laws.sockets_stay_with_those_who_own_them().check(HOUSE);
    }

    @Test
    void generated_grpc_types_stay_in_api_grpc() {
        laws.generated_grpc_types_stay_in_api_grpc().check(HOUSE);
    }

    @Test
    void names_say_what_a_thing_is() {
        laws.names_say_what_a_thing_is().check(HOUSE);
    }

    @Test
    void every_package_has_a_sign() {
        laws.every_package_has_a_sign().check(HOUSE);
    }

    @Test
    void absence_is_no_field() {
        laws.absence_is_no_field().check(HOUSE);
    }

    @Test
    void nothing_is_injected_into_a_field() {
        laws.nothing_is_injected_into_a_field().check(HOUSE);
    }

    @Test
    void nobody_asks_what_time_it_is() {
        laws.nobody_asks_what_time_it_is().check(HOUSE);
    }

    @Test
    void nobody_waits() {
        laws.nobody_waits().check(HOUSE);
    }

    @Test
    void nobody_holds_a_monitor() {
        laws.nobody_holds_a_monitor().check(HOUSE);
    }

    @Test
    void nothing_is_deserialised_and_no_management_port_is_opened() {
        laws.nothing_is_deserialised_and_no_management_port_is_opened().check(HOUSE);
    }

    @Test
    void nobody_prints() {
        laws.nobody_prints().check(HOUSE);
    }

    @Test
    void there_is_one_api_for_logging() {
        laws.there_is_one_api_for_logging().check(HOUSE);
    }

    @Test
    void the_case_of_a_letter_does_not_depend_on_the_machine() {
        laws.the_case_of_a_letter_does_not_depend_on_the_machine().check(HOUSE);
    }
}
