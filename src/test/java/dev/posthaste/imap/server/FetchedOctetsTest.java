package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.MailboxStore;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Octets are the same whether they were read with their message or are read when they are wanted. */
class FetchedOctetsTest {

    private static final String PREFIX = "Received: here\n";
    private static final int LONGER = MailboxStore.BEGINNING_MAX + 1000;
    private static final int LARGE = MailboxStore.WHOLE_MAX + 1000;

    private final World world = new World();

    @ParameterizedTest
    @CsvSource({"0, 10", "100, 5000", "20000, 10", "20000, 70000", "200, 70000", "200, 140000", "0, 0"})
    void every_section_is_what_it_was_when_it_came(int more, int body) {
        String header = "Subject: Hi\nX-Filler: " + "h".repeat(more) + "\n\n";
        Letter letter = Letter.of(header + "b".repeat(body)).behind(PREFIX);
        world.given("INBOX", letter);
        String whole = text(letter.prefix()) + text(letter.bytes());
        int end = whole.indexOf("\r\n\r\n") + 4;
        Play play = Play.selected(world);

        assertThat(fetched(play, "BODY.PEEK[]")).isEqualTo(whole);
        assertThat(fetched(play, "BODY.PEEK[HEADER]")).isEqualTo(whole.substring(0, end));
        assertThat(fetched(play, "BODY.PEEK[TEXT]")).isEqualTo(whole.substring(end));
        assertThat(fetched(play, "BODY.PEEK[1]")).isEqualTo(whole.substring(end));
        assertThat(fetched(play, "BODY.PEEK[HEADER.FIELDS (Subject)]")).isEqualTo("Subject: Hi\r\n\r\n");
        for (int[] range : new int[][] {{0, 5}, {3, 12}, {3, 20}, {16, 9}, {20, LONGER}, {LONGER, 7}, {9, LARGE}}) {
            assertThat(fetched(play, "BODY.PEEK[]<" + range[0] + "." + range[1] + ">"))
                    .isEqualTo(whole.substring(
                            Math.min(range[0], whole.length()), Math.min(range[0] + range[1], whole.length())));
        }
        assertThat(fetched(play, "BODY.PEEK[HEADER] BODY.PEEK[TEXT]")).startsWith(whole.substring(0, end));
    }

    /** The octets of the first literal, or of an empty string. */
    private static String fetched(Play play, String items) {
        String answer = play.quietly("1", "a FETCH 1 (" + items + ")\r\n");
        assertThat(answer).startsWith("* 1 FETCH (").endsWith(")\r\na OK Fetched\r\n");
        int brace = answer.indexOf('{');
        if (brace < 0) {
            assertThat(answer).contains(" \"\")");
            return "";
        }
        int octets = Integer.parseInt(answer.substring(brace + 1, answer.indexOf('}', brace)));
        int begin = answer.indexOf("\r\n", brace) + 2;
        return answer.substring(begin, begin + octets);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
