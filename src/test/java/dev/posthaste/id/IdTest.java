package dev.posthaste.id;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdTest {

    @Test
    void what_is_written_is_read_again_and_sorts_as_the_uuids_do() {
        Random chance = new Random(9562);
        List<String> texts = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < Fuzz.CASES; i++) {
            UUID id = new UUID(chance.nextLong(), chance.nextLong());
            assertThat(IdText.read("em", IdText.write("em", id))).contains(id);
            texts.add(IdText.write("em", id));
            ids.add(id);
        }
        Collections.sort(texts);
        ids.sort((a, b) -> a.getMostSignificantBits() == b.getMostSignificantBits()
                ? Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits())
                : Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits()));
        assertThat(texts)
                .isEqualTo(ids.stream().map(id -> IdText.write("em", id)).toList());
    }

    @Test
    void another_prefix_length_or_digit_is_no_id() {
        String id = IdText.write("em", new UUID(1, 2));
        assertThat(IdText.read("em", id)).isPresent();
        assertThat(IdText.read("msg", id)).isEmpty();
        assertThat(IdText.read("em", id + "0")).isEmpty();
        assertThat(IdText.read("em", id.replace('0', 'u'))).isEmpty();
        assertThat(IdText.read("em", "em_8" + id.substring(4))).isEmpty();
        assertThat(IdText.read("em", "")).isEmpty();
    }

    @Test
    void ids_ascend_even_when_the_clock_stands_still_or_steps_back() {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        Uuid7 ids = new Uuid7((InstantSource) () -> now[0]);
        UUID last = ids.next();
        for (int i = 0; i < 10_000; i++) {
            if (i == 5_000) {
                now[0] = now[0].minusSeconds(60);
            }
            UUID next = ids.next();
            assertThat(Long.compareUnsigned(next.getMostSignificantBits(), last.getMostSignificantBits()))
                    .isPositive();
            assertThat(next.version()).isEqualTo(7);
            assertThat(next.variant()).isEqualTo(2);
            last = next;
        }
    }

    @Test
    void a_secret_is_not_printed_and_compares_by_its_text() {
        Secret secret = new Secret("open sesame");
        assertThat(secret)
                .hasToString("***")
                .isEqualTo(new Secret("open sesame"))
                .isNotEqualTo(new Secret("other"));
        assertThat(secret.<String>use(text -> text)).isEqualTo("open sesame");
    }
}
