package dev.posthaste.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeTest {

    @ParameterizedTest
    @EnumSource
    void every_type_is_found_by_its_code_and_by_its_name(EventType type) {
        assertThat(EventType.ofCode(type.code())).contains(type);
        assertThat(EventType.ofWireName(type.wireName())).contains(type);
        assertThat(type.wireName()).matches("[a-z_]+(\\.[a-z_]+){1,2}");
    }

    @ParameterizedTest
    @EnumSource
    void the_index_by_subject_has_all_but_the_mail_in_folders(EventType type) {
        assertThat(type.code() >= EventType.FIRST_MAILBOX_CODE).isEqualTo(type.kind() == EventType.Kind.FOLDER);
    }

    @Test
    void what_is_unknown_is_empty() {
        assertThat(EventType.ofCode(0)).isEmpty();
        assertThat(EventType.ofWireName("email.Accepted")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42, Long.MAX_VALUE})
    void a_position_is_read_as_it_is_written(long value) {
        Position position = new Position(value);
        assertThat(Position.parse(position.toString())).isEqualTo(Optional.of(position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "01", "1 ", "1.0", "x", "9223372036854775808", "99999999999999999999", "١"})
    void nothing_else_is_a_position(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }
}
