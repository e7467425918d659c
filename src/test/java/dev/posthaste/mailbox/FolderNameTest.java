package dev.posthaste.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FolderNameTest {

    @Test
    void inbox_is_one_name_in_any_case_of_ascii_and_no_other_letters() {
        assertThat(FolderName.parse("iNbOx")).contains(FolderName.INBOX);
        assertThat(FolderName.parse("inbox/a")).contains(new FolderName("INBOX/a"));
        assertThat(FolderName.parse("inboxes")).isNotEqualTo(FolderName.parse("INBOXES"));
        assertThat(new FolderName("\u0131nbox").isInbox()).isFalse();
        assertThat(new FolderName("\u0131nbox/a")).hasToString("\u0131nbox/a");
    }

    @Test
    void whatever_is_written_is_a_name_that_is_read_again_the_same_or_none() {
        Fuzz.cases(9051, chance -> {
            String text = Fuzz.text(
                    chance,
                    8,
                    "INBOX",
                    "inbox",
                    "/",
                    "/",
                    "a",
                    "e\u0301",
                    "\u00E9",
                    "\u0130",
                    "*",
                    "%",
                    "\0",
                    "\u2028",
                    "\uD83D",
                    "\uD83D\uDE00",
                    " ",
                    "..",
                    "\\",
                    "x".repeat(200));
            FolderName.parse(text).ifPresent(name -> {
                assertThat(FolderName.parse(name.text())).contains(name);
                assertThat(name.text().getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThanOrEqualTo(FolderName.MAX_OCTETS);
                assertThat(name.ancestors()).allMatch(name::isBelow);
                name.parent().ifPresent(parent -> assertThat(name.ancestors()).endsWith(parent));
            });
        });
    }
}
