package dev.posthaste.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectBaseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Lunch|Lunch",
                "Re: Lunch|Lunch",
                "RE:Lunch|Lunch",
                "re : Lunch|Lunch",
                "Fw: Lunch|Lunch",
                "Fwd: Re: Lunch|Lunch",
                "Re[4]: Lunch|Lunch",
                "[list] Lunch|Lunch",
                "[list] Re: [list] Lunch|Lunch",
                "[a] [b] Re: Lunch|Lunch",
                "[only]|[only]",
                "Lunch (fwd)|Lunch",
                "Lunch (fwd) (FWD)  |Lunch",
                "[Fwd: Lunch]|Lunch",
                "[Fwd: [fwd: Re: Lunch (fwd)]]|Lunch",
                "Reply|Reply",
                "Forward: x|Forward: x",
                "Re|Re",
                "Re:|''",
                "  two   words |two words",
                "[un[closed] x|[un[closed] x",
            })
    void marks_of_replies_lists_and_forwarding_are_removed(String subject, String base) {
        assertThat(SubjectBase.of(subject)).isEqualTo(base);
    }

    @Test
    void any_text_has_a_base_subject_that_is_its_own() {
        Random chance = new Random(5);
        String signs = "re:fwd[]() \tRFx";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = chance.nextInt(24);
            for (int n = 0; n < length; n++) {
                text.append(signs.charAt(chance.nextInt(signs.length())));
            }
            String base = SubjectBase.of(text.toString());
            assertThat(SubjectBase.of(base)).as(text.toString()).isEqualTo(base);
        }
    }

    @Test
    void a_subject_of_any_length_takes_no_more_time_than_a_line() {
        assertThat(SubjectBase.of("Re: ".repeat(200) + "end")).isEqualTo("end");
        assertThat(SubjectBase.of("[x]".repeat(500_000))).isEqualTo("[x");
        assertThat(SubjectBase.of("[".repeat(500_000))).hasSize(SubjectBase.MAX_LENGTH);
    }
}
