package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.FolderId;
import dev.posthaste.listener.Channel;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.Letter;
import java.time.Duration;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where other servers went wrong. What parsers alone keep out is tested in {@code imap.wire}. */
class MustTest {

    private final World world = new World();

    @Test
    void a_literal_flood_before_login_is_refused_and_ends_the_connection() {
        Play play = stranger();
        assertThat(play.quietly("1", "a LOGIN {9000}\r\n")).endsWith("a BAD The literal is too large\r\n");
        assertThat(play.quietly("1", "b LOGIN {-1}\r\n")).contains("b BAD");
        assertThat(play.quietly("1", "c X" + " {0+}\r\n".repeat(9) + "\r\n"))
                .contains("c BAD The literal is too large");
        assertThat(play.quietly("1", "d LOGIN {4294967296+}\r\n")).contains("* BYE [TOOBIG]");
        assertThat(play.link("1").closed).isTrue();
    }

    @Test
    void a_message_that_the_end_of_the_session_cuts_off_is_given_up() {
        Play play = Play.selected(world);
        for (String connection : List.of("1", "2", "3")) {
            play.quietly(connection, "l LOGIN alice sesame\r\n");
            play.quietly(connection, "a APPEND INBOX {20}\r\nSubject: ");
        }
        assertThat(world.aborted).isZero();

        assertThat(play.autologout("1")).startsWith("* BYE");
        assertThat(world.aborted).isEqualTo(1);
        assertThat(play.shutDown("2")).startsWith("* BYE");
        assertThat(world.aborted).isEqualTo(2);
        assertThat(play.quietly("3", "01234567890 {4294967296+}\r\n")).contains("* BYE");
        assertThat(world.aborted).isEqualTo(3);
    }

    @Test
    void a_subscription_too_many_is_refused_and_not_forgotten() {
        Play play = Play.selected(world);
        for (int i = 0; i < FolderStore.MAX_SUBSCRIPTIONS; i++) {
            world.mailbox
                    .subscribe(world.alice, new FolderName("f" + i))
                    .await()
                    .indefinitely();
        }
        assertThat(play.quietly("1", "a SUBSCRIBE one-more\r\n")).startsWith("a NO [LIMIT]");
        assertThat(play.quietly("1", "b SUBSCRIBE f1\r\n")).startsWith("b OK");
    }

    @Test
    void octets_of_a_message_are_not_awaited_before_login() {
        Play play = stranger();
        assertThat(play.quietly("1", "a APPEND INBOX {20}\r\n")).endsWith("a BAD Log in first\r\n");
    }

    @Test
    void nested_parentheses_before_login_are_bounded_and_malformed() {
        Play play = stranger();
        assertThat(play.quietly("1", "a SEARCH " + "(".repeat(8000) + "\r\n")).contains("a BAD");
        assertThat(play.quietly("1", "b SEARCH " + "(".repeat(100_000) + "\r\n"))
                .contains("b BAD The line is too long");
    }

    @Test
    void nul_in_a_quoted_string_is_no_string() {
        assertThat(stranger().quietly("1", "a LOGIN \"al\0ice\" sesame\r\n")).contains("a BAD");
    }

    @Test
    void nul_in_a_message_that_moves_house_is_kept() {
        Play play = Play.selected(world);
        String message = "Subject: x\r\n\r\na\0b\r\n";
        play.quietly("1", "a APPEND INBOX {" + message.length() + "}\r\n");
        assertThat(play.quietly("1", message + "\r\n")).contains("a OK");
        assertThat(play.quietly("1", "b FETCH 1 BODY.PEEK[]\r\n"))
                .contains("BODY[] {" + message.length() + "}\r\n" + message);
    }

    @Test
    void who_speaks_http_is_hung_up_on() {
        Play play = stranger();
        String answer =
                play.quietly("1", "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: y\r\nAccept: z\r\n\r\nA: b\r\nC: d\r\n");
        assertThat(answer).contains("* BYE Too many commands that are none").doesNotContain("HTTP");
        assertThat(play.link("1").closed).isTrue();
    }

    @Test
    void a_wrong_password_is_answered_slowly() {
        Play play = stranger();
        play.quietly("1", "a LOGIN alice wrong\r\n");
        assertThat(play.link("1").pauses).containsExactly(LoginCommands.FAILURE_DELAY);
    }

    @Test
    void pipelined_store_and_expunge_are_done_in_their_order() {
        given(3);
        Play play = Play.selected(world);
        String answer = play.quietly("1", "a STORE 2 +FLAGS (\\Deleted)\r\nb EXPUNGE\r\nc FETCH 2 UID\r\n");
        assertThat(answer).containsSubsequence("* 2 FETCH", "a OK", "* 2 EXPUNGE", "b OK", "* 2 FETCH (UID 3)", "c OK");
    }

    @Test
    void expunge_by_another_session_during_a_fetch_changes_no_number_of_it() {
        given(300);
        Play play = Play.selected(world);
        play.quietly("2", "a LOGIN alice sesame\r\nb SELECT INBOX\r\n");
        FakeLink slow = play.link("1");
        slow.stall();
        play.say("1", "f FETCH 1:* (UID BODY.PEEK[])\r\n");
        play.quietly("2", "c STORE 1:150 +FLAGS.SILENT (\\Deleted)\r\nd EXPUNGE\r\n");
        slow.flow();
        String answer = slow.take();
        assertThat(answer).contains("f OK").doesNotContain("EXPUNGE\r\n");
        assertThat(answer.lines().filter(line -> line.matches("\\* \\d+ FETCH .*")))
                .allMatch(line -> line.replaceAll("\\* (\\d+) FETCH \\(UID (\\d+) .*", "$1=$2")
                        .matches("(\\d+)=\\1"));
        assertThat(play.quietly("1", "g NOOP\r\n")).contains("* 1 EXPUNGE", "g OK");
        assertThat(play.quietly("1", "h FETCH 1 UID\r\n")).contains("* 1 FETCH (UID 151)");
    }

    @Test
    void store_on_a_message_that_is_gone_says_no_and_goes_on() {
        given(2);
        Play play = Play.selected(world);
        world.mailbox
                .delete(world.alice, world.mailbox.inbox(world.alice), new long[] {1})
                .await()
                .indefinitely();
        assertThat(play.quietly("1", "a STORE 1:2 +FLAGS (\\Seen)\r\n"))
                .contains("* 2 FETCH (UID 2 FLAGS (\\Seen", "a NO [EXPUNGEISSUED]");
        assertThat(play.quietly("1", "b STORE 1:2 +FLAGS.SILENT (\\Seen)\r\n")).contains("b NO [EXPUNGEISSUED]");
        assertThat(play.quietly("1", "c UID STORE 1:2 +FLAGS (\\Flagged)\r\n")).contains("* 1 EXPUNGE", "c OK");
    }

    @Test
    void what_was_expunged_too_long_ago_to_be_remembered_is_still_told() {
        given(4);
        Play play = Play.selected(world);
        FolderId inbox = world.mailbox.inbox(world.alice);
        world.mailbox.delete(world.alice, inbox, new long[] {1, 3}).await().indefinitely();
        world.mailbox.forgetExpunged(Duration.ZERO).await().indefinitely();
        world.mailbox
                .changeFlags(world.alice, inbox, new long[] {2}, FlagChange.add(Flags.FLAGGED))
                .await()
                .indefinitely();
        given(1);

        assertThat(play.quietly("1", "a NOOP\r\n"))
                .containsSubsequence("* 1 EXPUNGE", "* 2 EXPUNGE", "* 3 EXISTS", "* 1 FETCH", "\\Flagged", "a OK");
        assertThat(play.quietly("1", "b FETCH 1:* UID\r\n"))
                .containsSubsequence("* 1 FETCH (UID 2)", "* 2 FETCH (UID 4)", "* 3 FETCH (UID 5)");
        assertThat(play.quietly("1", "c NOOP\r\n")).isEqualTo("c OK Nothing done\r\n");
    }

    @Test
    void a_list_pattern_made_to_backtrack_is_answered_at_once() {
        Play play = Play.selected(world);
        play.quietly("1", "a CREATE " + "a".repeat(900) + "\r\n");
        assertThat(play.quietly("1", "b LIST \"\" " + "*a".repeat(10) + "a".repeat(800) + "b\r\n"))
                .isEqualTo("b OK Listed\r\n");
        assertThat(play.quietly("1", "c LIST \"\" " + "*a%".repeat(300) + "b\r\n"))
                .startsWith("c BAD");
    }

    @Test
    void uidvalidity_is_new_when_a_mailbox_is_made_again() {
        Play play = Play.selected(world);
        LongUnaryOperator make = n -> {
            play.quietly("1", "a CREATE again\r\n");
            String told = play.quietly("1", "b STATUS again (UIDVALIDITY)\r\n");
            play.quietly("1", "c DELETE again\r\n");
            return Long.parseLong(told.replaceAll("(?s).*UIDVALIDITY (\\d+).*", "$1"));
        };
        assertThat(make.applyAsLong(1)).isLessThan(make.applyAsLong(2));
    }

    @Test
    void uids_stay_when_a_mailbox_is_renamed() {
        world.given("old", Letter.of("Subject: x\n\ny\n"));
        Play play = Play.selected(world);
        String before = play.quietly("1", "a STATUS old (UIDVALIDITY UIDNEXT)\r\n")
                .lines()
                .findFirst()
                .orElseThrow();
        play.quietly("1", "b RENAME old new\r\n");
        assertThat(play.quietly("1", "c STATUS new (UIDVALIDITY UIDNEXT)\r\n"))
                .startsWith(before.replace("old", "new"));
    }

    @Test
    void copying_where_the_message_already_is_makes_another_and_ends() {
        given(1);
        Play play = Play.selected(world);
        play.quietly("1", "a COPY 1 Archive\r\n");
        assertThat(play.quietly("1", "b COPY 1 Archive\r\n")).contains("b OK [COPYUID 1006 1 2]");
    }

    @Test
    void raw_utf8_in_a_header_does_not_reach_a_client_without_it() {
        world.given(
                "INBOX", Letter.of("Subject: Grüße\nFrom: Jörg <j@x>\nContent-Type: text/plain; name=\"ü\"\n\nx\n"));
        String answer = Play.selected(world).quietly("1", "a FETCH 1 (ENVELOPE BODYSTRUCTURE)\r\n");
        assertThat(answer.chars()).allMatch(c -> c < 0x80);
    }

    @Test
    void one_accounts_session_sees_nothing_of_another_account() {
        given(2);
        Play play = new Play(world, Channel.TLS);
        play.quietly("1", "a LOGIN bob sesame\r\nb SELECT INBOX\r\n");
        assertThat(play.quietly("1", "c UID FETCH 1:* FLAGS\r\nd STATUS INBOX (MESSAGES)\r\n"))
                .doesNotContain("FETCH (")
                .contains("MESSAGES 0");
        world.given("INBOX", Letter.of("Subject: for alice\n\nx\n"));
        assertThat(play.quietly("1", "e NOOP\r\n")).isEqualTo("e OK Nothing done\r\n");
    }

    @Test
    void a_hundred_thousand_pipelined_commands_do_not_overflow_the_stack() {
        Play play = Play.selected(world);
        String answer = play.quietly("1", "a NOOP\r\n".repeat(100_000));
        assertThat(answer.lines().count()).isEqualTo(100_000);
    }

    @Test
    void a_fetch_with_thousands_of_items_does_not_overflow_the_stack() {
        given(1);
        String items = "BODY.PEEK[TEXT] ".repeat(3000).strip();
        assertThat(Play.selected(world).quietly("1", "a FETCH 1 (" + items + ")\r\n"))
                .endsWith("a OK Fetched\r\n");
    }

    @Test
    void a_large_message_waits_for_its_reader_piece_by_piece() {
        world.given("INBOX", Letter.of("Subject: large\n\n" + "0123456789abcdef\n".repeat(200_000)));
        Play play = Play.selected(world);
        FakeLink slow = play.link("1");
        slow.stall();
        play.say("1", "a FETCH 1 BODY.PEEK[]\r\n");
        int before = slow.take().length();
        slow.oneMore();
        int piece = slow.take().length();
        assertThat(before).isLessThan(100_000);
        assertThat(piece).isLessThanOrEqualTo(300_000);
        slow.flow();
        assertThat(slow.take()).endsWith("a OK Fetched\r\n");
    }

    @Test
    void a_keyword_that_is_no_atom_reaches_nobody() {
        given(1);
        Play play = Play.selected(world);
        assertThat(play.quietly("1", "a STORE 1 +FLAGS (a\"b)\r\n")).contains("a BAD");
        assertThat(world.mailbox.keywords(world.alice).await().indefinitely()).isEmpty();
    }

    @Test
    void an_account_has_a_limited_number_of_keywords() {
        given(1);
        Play play = Play.selected(world);
        for (int i = 0; i < Flags.MAX_KEYWORDS; i++) {
            assertThat(play.quietly("1", "a STORE 1 +FLAGS (k" + i + ")\r\n")).contains("a OK");
        }
        assertThat(play.quietly("1", "b STORE 1 +FLAGS (onemore)\r\n")).contains("b NO [LIMIT]");
        assertThat(play.quietly("1", "c APPEND INBOX (onemore) {3}\r\n")).contains("c NO [LIMIT]");
    }

    @Test
    void a_room_that_fails_is_an_answer_and_ends_a_connection_only_within_a_response() {
        given(1);
        world.given("INBOX", Letter.of("Subject: large\n\n" + "0123456789\n".repeat(10_000)));
        Play play = Play.selected(world);
        world.failing = true;
        assertThat(play.quietly("1", "a FETCH 1 BODY.PEEK[]\r\n")).startsWith("a NO [UNAVAILABLE]");
        assertThat(play.quietly("1", "a FETCH 2 BODY.PEEK[]\r\n")).doesNotContain("a NO", "a OK");
        assertThat(play.link("1").closed).isTrue();
        Play other = new Play(world, Channel.TLS);
        other.quietly("1", "b LOGIN alice sesame\r\n");
        assertThat(other.quietly("1", "c APPEND INBOX {3}\r\n")).contains("c NO [UNAVAILABLE]");
        assertThat(other.quietly("1", "d NOOP\r\n")).isEqualTo("d OK Nothing done\r\n");
    }

    @Test
    void a_greeting_never_logs_anybody_in() {
        assertThat(stranger().quietly("1", "a NOOP\r\n")).startsWith("* OK ").doesNotContain("PREAUTH");
    }

    @Test
    void compression_is_neither_offered_nor_understood() {
        Play play = Play.selected(world);
        assertThat(play.quietly("1", "a CAPABILITY\r\n"))
                .doesNotContain("COMPRESS")
                .contains("a OK");
        assertThat(play.quietly("1", "b COMPRESS DEFLATE\r\n")).startsWith("b BAD");
        assertThat(play.quietly("1", "c NOOP\r\n")).isEqualTo("c OK Nothing done\r\n");
    }

    @Test
    void select_with_odd_arguments_of_qresync_is_an_answer_and_the_session_goes_on() {
        Play play = Play.selected(world);
        for (String arguments : List.of(
                "(QRESYNC (0 0))",
                "(QRESYNC (1 2 3 4:2 (1 2)))",
                "(QRESYNC ())",
                "(CONDSTORE)",
                "(QRESYNC (4294967296 18446744073709551616))",
                "()")) {
            assertThat(play.quietly("1", "a SELECT INBOX " + arguments + "\r\n"))
                    .as(arguments)
                    .containsPattern("(?m)^a (OK|BAD|NO) ");
        }
        assertThat(play.quietly("1", "b NOOP\r\n")).isEqualTo("b OK Nothing done\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GETACL INBOX",
                "SETACL INBOX bob lrswipkxtea",
                "LISTRIGHTS INBOX bob",
                "MYRIGHTS INBOX",
                "LOCALDELETE INBOX",
                "ESEARCH IN (personal) ALL",
                "GENURLAUTH \"imap://x\" INTERNAL",
                "URLFETCH \"imap://x\"",
                "XAPPLEPUSHSERVICE a b",
                "SETQUOTA \"\" (STORAGE 9)",
                "SETMETADATA INBOX (/shared/comment x)"
            })
    void there_is_no_command_to_share_or_to_reach_what_is_anothers(String command) {
        assertThat(Play.selected(world).quietly("1", "a " + command + "\r\n")).startsWith("a BAD");
    }

    @Test
    void no_command_changes_a_mailbox_that_was_opened_to_be_examined() {
        given(2);
        Play play = new Play(world, Channel.TLS);
        play.quietly("1", "a LOGIN alice sesame\r\nb EXAMINE INBOX\r\n");
        for (String command : List.of("STORE 1 +FLAGS (\\Deleted)", "EXPUNGE", "MOVE 1 Trash", "UID EXPUNGE 1")) {
            assertThat(play.quietly("1", "c " + command + "\r\n")).as(command).startsWith("c NO");
        }
        play.quietly("1", "d FETCH 1 BODY[]\r\ne CLOSE\r\n");
        assertThat(play.quietly("1", "f STATUS INBOX (MESSAGES UNSEEN)\r\n")).contains("MESSAGES 2 UNSEEN 2");
    }

    @Test
    void an_append_or_a_status_of_any_form_is_answered_once() {
        Play play = Play.selected(world);
        assertThat(play.quietly("1", "a APPEND INBOX {0}\r\n\r\n")).containsPattern("(?m)^a (OK|NO|BAD) ");
        assertThat(play.quietly("1", "b STATUS INBOX ()\r\n")).startsWith("b BAD");
        assertThat(play.quietly("1", "c STATUS INBOX (MESSAGES MESSAGES)\r\n")).endsWith("c OK Status told\r\n");
        assertThat(play.quietly("1", "d APPEND nowhere {1}\r\nx\r\n")).contains("d NO [TRYCREATE]");
        assertThat(play.quietly("1", "e NOOP\r\n")).endsWith("e OK Nothing done\r\n");
    }

    @Test
    void uidnext_never_falls_below_a_uid_that_was_known() {
        given(3);
        Play play = Play.selected(world);
        play.quietly("1", "a STORE 1:* +FLAGS.SILENT (\\Deleted)\r\nb EXPUNGE\r\n");
        assertThat(play.quietly("1", "c STATUS INBOX (UIDNEXT MESSAGES)\r\n")).contains("UIDNEXT 4 MESSAGES 0");
        given(1);
        assertThat(play.quietly("1", "d NOOP\r\ne UID FETCH 1:* UID\r\n")).contains("FETCH (UID 4)");
    }

    @Test
    void a_copy_of_a_large_message_reads_none_of_its_octets() {
        world.given("INBOX", Letter.of("Subject: large\n\n" + "0123456789\n".repeat(100_000)));
        Play play = Play.selected(world);
        world.failing = true;
        assertThat(play.quietly("1", "a COPY 1 Archive\r\n")).contains("a OK [COPYUID");
        assertThat(play.quietly("1", "b MOVE 1 Trash\r\n")).contains("b OK");
    }

    @Test
    void every_response_of_a_pipeline_is_sent_before_the_next_octet_is_awaited() {
        given(1);
        assertThat(Play.selected(world).quietly("1", "a FETCH 1 UID\r\nb NOOP\r\nc FET"))
                .isEqualTo("* 1 FETCH (UID 1)\r\na OK Fetched\r\nb OK Nothing done\r\n");
    }

    private Play stranger() {
        return new Play(world, Channel.TLS);
    }

    private void given(int messages) {
        for (int i = 1; i <= messages; i++) {
            world.given("INBOX", Letter.of("Subject: " + i + "\n\n" + "x".repeat(500) + "\n"));
        }
    }
}
