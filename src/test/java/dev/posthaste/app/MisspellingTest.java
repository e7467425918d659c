package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisspellingTest {

    private static final List<String> NAMES = List.of("MX_PORT", "IMAP_PORT", "IMAPS_PORT", "RELAY_ROUTES");

    @ParameterizedTest
    @CsvSource({
        "MX_PROT, MX_PORT",
        "MXPORT, MX_PORT",
        "MX_PORTS, MX_PORT",
        "IMAP_PORT1, IMAP_PORT",
        "RELAY_ROUTE, RELAY_ROUTES",
        "REALY_ROTUES, RELAY_ROUTES",
    })
    void the_nearest_name_was_meant(String written, String meant) {
        assertThat(Misspelling.meant(written, NAMES)).contains(meant);
    }

    @Test
    void what_is_like_no_name_was_none() {
        assertThat(Misspelling.meant("COLOUR", NAMES)).isEmpty();
        assertThat(Misspelling.meant("X".repeat(100_000), NAMES)).isEmpty();
        assertThat(Misspelling.meant("MX_PORT", List.of())).isEmpty();
    }

    @Test
    void each_wrong_letter_is_a_mistake_and_so_are_two_exchanged_ones() {
        assertThat(Misspelling.mistakes("", "")).isZero();
        assertThat(Misspelling.mistakes("PORT", "PROT")).isEqualTo(1);
        assertThat(Misspelling.mistakes("PORT", "PRT")).isEqualTo(1);
        assertThat(Misspelling.mistakes("PORT", "POORT")).isEqualTo(1);
        assertThat(Misspelling.mistakes("PORT", "PARK")).isEqualTo(2);
        assertThat(Misspelling.mistakes("", "PORT")).isEqualTo(4);
    }

    @Test
    void mistakes_are_the_same_seen_from_either_side_and_never_more_than_the_longer_name_has_letters() {
        Fuzz.cases(1964, chance -> {
            String one = Fuzz.text(chance, 8, "A", "B", "C");
            String other = Fuzz.text(chance, 8, "A", "B", "C");
            assertThat(Misspelling.mistakes(one, other))
                    .isEqualTo(Misspelling.mistakes(other, one))
                    .isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
            assertThat(Misspelling.mistakes(one, other) == 0).isEqualTo(one.equals(other));
        });
    }
}
