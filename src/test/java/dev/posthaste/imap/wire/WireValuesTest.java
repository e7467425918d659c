package dev.posthaste.imap.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WireValuesTest {

    @Test
    void star_is_the_largest_number_and_a_range_may_be_written_backwards() {
        SequenceSet set = SequenceSet.ofBounds(new long[] {5, SequenceSet.LARGEST, 1, 1});
        assertThat(set.resolve(3)).hasToString("1,3:5");
        assertThat(set.resolve(9)).hasToString("1,5:9");
        assertThat(set.exceeds(4)).isTrue();
        assertThat(set.exceeds(5)).isFalse();
        assertThat(SequenceSet.ofBounds(new long[] {1, SequenceSet.LARGEST}).exceeds(0))
                .isTrue();
    }

    @Test
    void a_number_set_knows_its_numbers() {
        NumberSet set = NumberSet.of(9, 1, 2, 3, 7);
        assertThat(set).hasToString("1:3,7,9");
        assertThat(set.size()).isEqualTo(5);
        assertThat(set.first()).isEqualTo(1);
        assertThat(set.last()).isEqualTo(9);
        assertThat(NumberSet.empty()).isEqualTo(NumberSet.of()).hasToString("");
    }

    @Test
    void a_million_consecutive_numbers_are_one_range() {
        NumberSet.Builder builder = new NumberSet.Builder();
        for (int i = 1; i <= 1_000_000; i++) {
            builder.add(i);
        }
        assertThat(builder.build().ranges()).isEqualTo(1);
    }

    @Test
    void patterns_match_as_the_rfc_says() {
        assertThat(new MailboxPattern("*").matches("a/b/c")).isTrue();
        assertThat(new MailboxPattern("%").matches("a")).isTrue();
        assertThat(new MailboxPattern("%").matches("a/b")).isFalse();
        assertThat(new MailboxPattern("a/%").matches("a/b")).isTrue();
        assertThat(new MailboxPattern("a/%").matches("a")).isFalse();
        assertThat(new MailboxPattern("a*c").matches("a/b/c")).isTrue();
        assertThat(new MailboxPattern("%/%").matches("a/b/c")).isFalse();
        assertThat(new MailboxPattern("*%").matches("a/b")).isTrue();
        assertThat(new MailboxPattern("").matches("a")).isFalse();
        assertThat(new MailboxPattern("inbox").matches("INBOX")).isTrue();
        assertThat(new MailboxPattern("InBox/%").matches("INBOX/a")).isTrue();
        assertThat(new MailboxPattern("inbox").matches("inbox2")).isFalse();
        assertThat(new MailboxPattern("a").matches("A")).isFalse();
    }

    @Test
    void a_list_pattern_made_to_backtrack_costs_no_more_than_its_length_times_the_name() {
        MailboxPattern hostile = new MailboxPattern("*a".repeat(MailboxPattern.MAX_WILDCARDS) + "a".repeat(900) + "b");
        assertThat(hostile.matches("a".repeat(1000))).isFalse();
        assertThat(hostile.matches("a".repeat(999) + "b")).isTrue();
        assertThat(new MailboxPattern("%".repeat(50_000)).text()).isEqualTo("%");
    }

    @Test
    void a_pattern_has_no_more_wildcards_than_people_write_nor_more_octets_than_a_name() {
        String most = "*a".repeat(MailboxPattern.MAX_WILDCARDS);
        assertThat(MailboxPattern.read(most)).isPresent();
        assertThat(MailboxPattern.read(most + "%")).isEmpty();
        assertThat(MailboxPattern.read("a".repeat(MailboxName.MAX_OCTETS))).isPresent();
        assertThat(MailboxPattern.read("ü".repeat(MailboxName.MAX_OCTETS / 2) + "a"))
                .isEmpty();
    }

    @Test
    void modified_utf7_examples_of_rfc_3501() {
        assertThat(ModifiedUtf7.encode("~peter/mail/台北/日本語")).isEqualTo("~peter/mail/&U,BTFw-/&ZeVnLIqe-");
        assertThat(ModifiedUtf7.decode("~peter/mail/&U,BTFw-/&ZeVnLIqe-")).contains("~peter/mail/台北/日本語");
        assertThat(ModifiedUtf7.encode("R&D 😀")).isEqualTo("R&-D &2D3eAA-");
        assertThat(ModifiedUtf7.decode("&U,BTFw-&ZeVnLIqe-")).isEmpty();
        assertThat(ModifiedUtf7.decode("&Jjo!")).isEmpty();
        assertThat(ModifiedUtf7.decode("Hello, &ACY-amp")).isEmpty();
    }

    @Test
    void flags_are_the_same_in_any_case() {
        assertThat(new Flag("\\seen")).isEqualTo(Flag.SEEN).hasToString("\\Seen");
        assertThat(new Flag("$JUNK")).isEqualTo(new Flag("$Junk")).hasToString("$JUNK");
    }

    @Test
    void strings_are_quoted_or_literals() {
        assertThat(written(out(Dialect.REV1).string("a \"b\" \\"))).isEqualTo("\"a \\\"b\\\" \\\\\"");
        assertThat(written(out(Dialect.REV1).string("a\r\nb"))).isEqualTo("{4}\r\na\r\nb");
        assertThat(written(out(Dialect.REV1).string("x".repeat(2000)))).startsWith("{2000}\r\n");
        assertThat(written(out(Dialect.REV1).astring("INBOX"))).isEqualTo("INBOX");
        assertThat(written(out(Dialect.REV1).astring("nil"))).isEqualTo("\"nil\"");
        assertThat(written(out(Dialect.REV1).astring(""))).isEqualTo("\"\"");
    }

    @Test
    void a_control_character_stands_in_quotes_where_it_may_and_delete_never() {
        assertThat(written(out(Dialect.REV1).string("a\tb\u007f"))).isEqualTo("\"a\tb?\"");
        assertThat(written(out(Dialect.REV2).string("a\tb"))).isEqualTo("\"a\tb\"");
    }

    @Test
    void what_was_handed_out_is_not_written_to_again() {
        ResponseWriter out = out(Dialect.REV1).raw("first");
        ByteBuffer first = out.take();
        ByteBuffer second = out.raw("other").take();
        assertThat(StandardCharsets.UTF_8.decode(first).toString()).isEqualTo("first");
        assertThat(StandardCharsets.UTF_8.decode(second).toString()).isEqualTo("other");
        assertThat(out.take().hasRemaining()).isFalse();
    }

    @Test
    void raw_utf8_never_reaches_a_client_of_rev1_and_nul_reaches_nobody() {
        assertThat(written(out(Dialect.REV1).string("jörg\0"))).isEqualTo("\"j?rg?\"");
        assertThat(written(out(Dialect.REV2).string("jörg\0"))).isEqualTo("\"jörg?\"");
        assertThat(written(out(Dialect.REV1).mailbox(new MailboxName("Entwürfe"))))
                .isEqualTo("Entw&APw-rfe");
        assertThat(written(out(Dialect.REV2).mailbox(new MailboxName("Entwürfe"))))
                .isEqualTo("\"Entwürfe\"");
    }

    @Test
    void status_text_cannot_end_its_line() {
        assertThat(written(out(Dialect.REV1).status("a", Condition.NO, ResponseCode.CANNOT, "x\r\ny")))
                .isEqualTo("a NO [CANNOT] x??y\r\n");
    }

    @Test
    void dates_have_a_day_of_two_columns() {
        assertThat(written(out(Dialect.REV1).dateTime(Instant.parse("1996-07-07T02:44:25Z"))))
                .isEqualTo("\" 7-Jul-1996 02:44:25 +0000\"");
        assertThat(written(out(Dialect.REV1).dateTime(Instant.parse("1996-12-17T22:44:25Z"))))
                .isEqualTo("\"17-Dec-1996 22:44:25 +0000\"");
    }

    @Test
    void a_name_that_only_announces_children_loses_its_separator() {
        assertThat(new MailboxName("a/b//").withoutTrailingSeparator()).isEqualTo(new MailboxName("a/b"));
        assertThat(new MailboxName("inbox/x")).hasToString("INBOX/x");
        assertThat(new MailboxName("inboxes")).hasToString("inboxes");
        assertThat(new MailboxName("\u0131nbox")).hasToString("\u0131nbox");
        assertThat(new MailboxPattern("\u0131nbox").matches("INBOX")).isFalse();
    }

    @Test
    void numbers_are_written_to_their_last_digit() {
        for (long number : new long[] {0, 7, 10, 99, 100, 4_294_967_295L, Long.MAX_VALUE}) {
            assertThat(written(out(Dialect.REV1).number(number))).isEqualTo(Long.toString(number));
        }
    }

    @Test
    void what_is_no_octet_never_becomes_a_line_end() {
        assertThat(written(out(Dialect.REV1).raw("a\u010A\u010Db"))).isEqualTo("a??b");
    }

    private static ResponseWriter out(Dialect dialect) {
        return new ResponseWriter(dialect);
    }

    private static String written(ResponseWriter out) {
        return StandardCharsets.UTF_8.decode(out.take()).toString();
    }
}
