package dev.posthaste.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.intake.Refusal;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where other servers went wrong. What parsers alone keep out is tested in {@code smtp.wire}. */
class MustTest {

    @ParameterizedTest
    @EnumSource(Refusal.Reason.class)
    void nothing_of_a_transaction_is_left_after_its_message_was_refused_at_the_end(Refusal.Reason reason) {
        Chat chat = begun("MAIL FROM:<a@example.com>", "RCPT TO:<alice@example.org>", "DATA");
        assertThat(chat.send("X-Verdict: " + reason + "\r\n.\r\n")).matches("5\\d\\d [^\r]+\r\n");
        assertThat(chat.say("RCPT TO:<bob@example.org>")).startsWith("503 5.5.1 ");
        assertThat(chat.say("DATA")).startsWith("503 5.5.1 ");
        assertThat(chat.say("MAIL FROM:<b@example.com>")).startsWith("250 ");
        assertThat(chat.say("DATA")).as("the recipients are forgotten").startsWith("554 5.5.1 ");
        assertThat(chat.world.kept).isEmpty();
    }

    @Test
    void bdat_is_not_offered_and_is_an_unknown_command_with_and_without_a_sender() {
        Chat chat = begun();
        assertThat(chat.say("BDAT 0 LAST")).startsWith("500 5.5.");
        chat.say("MAIL FROM:<a@example.com>");
        chat.say("RCPT TO:<alice@example.org>");
        assertThat(chat.say("BDAT 99999999999999999999")).startsWith("500 5.5.");
        assertThat(chat.say("DATA")).startsWith("354 ");
        assertThat(chat.send("Subject: after BDAT\r\n\r\n.\r\n")).startsWith("250 2.0.0 ");
        assertThat(chat.world.kept).hasSize(1);
    }

    @Test
    void a_thousand_bdats_of_one_octet_end_the_session_soon() {
        Chat chat = begun();
        String answers = chat.send("BDAT 1\r\n".repeat(1000));
        assertThat(chat.line.isClosed()).isTrue();
        assertThat(answers.lines().count()).isLessThan(20);
    }

    @Test
    void vrfy_in_utf8_within_a_transaction_disturbs_nothing() {
        Chat chat = begun("MAIL FROM:<a@example.com>");
        assertThat(chat.say("VRFY j\u00F6rg")).matches("(252|550|553) [^\r]+\r\n");
        assertThat(chat.say("VRFY <j\u00F6rg@example.org> SMTPUTF8")).matches("(252|550|553) [^\r]+\r\n");
        assertThat(chat.say("RCPT TO:<alice@example.org>")).startsWith("250 ");
    }

    @Test
    void what_ehlo_offers_is_honoured_and_nothing_else_is_offered() {
        Chat chat = new Chat(Service.MX).begun();
        List<String> offered = chat.say("EHLO client.example.com")
                .lines()
                .skip(1)
                .map(line -> line.substring(4))
                .collect(Collectors.toList());
        assertThat(offered)
                .containsExactly(
                        "PIPELINING", "SIZE 100000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "STARTTLS", "HELP");
        assertThat(chat.say("MAIL FROM:<a@example.com> SIZE=100001")).startsWith("552 5.3.4 ");
        assertThat(chat.send("MAIL FROM:<\u00E4@example.com> SIZE=9 BODY=8BITMIME SMTPUTF8\r\n"
                        + "RCPT TO:<j\u00F6rg@example.org>\r\nDATA\r\n"))
                .matches("250 2\\.1\\.0 [^\r]+\r\n250 2\\.1\\.5 [^\r]+\r\n354 [^\r]+\r\n");
        assertThat(chat.send("Subject: \u00E4\r\n\r\n\u00E4\r\n.\r\n")).startsWith("250 2.0.0 ");
        assertThat(chat.world.kept.getFirst().message()).isEqualTo("Subject: \u00E4\r\n\r\n\u00E4\r\n");
        assertThat(chat.say("HELP")).startsWith("214 2.0.0 ");
        assertThat(chat.say("STARTTLS")).startsWith("220 2.0.0 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MAIL FROM:<a@example.com> RET=HDRS",
                "MAIL FROM:<a@example.com> ENVID=+00",
                "MAIL FROM:<a@example.com> ENVID=a+2Bb",
                "MAIL FROM:<a@example.com> BY=120;R",
                "MAIL FROM:<a@example.com> MT-PRIORITY=9",
                "MAIL FROM:<a@example.com> REQUIRETLS",
                "MAIL FROM:<a@example.com> BODY=BINARYMIME",
                "MAIL FROM:<a@example.com> HOLDFOR=60"
            })
    void a_parameter_of_an_extension_that_is_not_offered_is_refused(String command) {
        assertThat(begun().say(command)).matches("(555|501) 5\\.5\\.4 [^\r]+\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY=NEVER",
                "NOTIFY=SUCCESS,DELAY",
                "ORCPT=rfc822;a+40b",
                "ORCPT=rfc822;+00",
                "ORCPT=utf-8;\\x{E4}",
                "RRVS=2014-04-03T23:01:00Z"
            })
    void a_parameter_of_rcpt_is_refused_since_delivery_notices_are_not_offered(String parameter) {
        Chat chat = begun("MAIL FROM:<a@example.com>");
        assertThat(chat.say("RCPT TO:<alice@example.org> " + parameter)).startsWith("555 5.5.4 ");
        assertThat(chat.say("RCPT TO:<alice@example.org>")).startsWith("250 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "XCLIENT ADDR=127.0.0.1 LOGIN=alice@example.org",
                "XFORWARD ADDR=127.0.0.1",
                "PROXY TCP4 127.0.0.1 127.0.0.1 40000 25",
                "ETRN example.org",
                "TURN",
                "XEXCH50 1 2"
            })
    void nobody_gains_rights_by_saying_who_he_is(String command) {
        Chat chat = begun();
        assertThat(chat.say(command)).startsWith("500 5.5.");
        assertThat(chat.say("MAIL FROM:<alice@example.org>")).startsWith("250 ");
        assertThat(chat.say("RCPT TO:<someone@elsewhere.example>")).startsWith("550 5.7.1 ");
    }

    @Test
    void the_right_to_relay_is_the_same_for_the_first_question_and_the_thousandth() {
        Chat chat = begun("MAIL FROM:<a@example.com>");
        for (int i = 0; i < 3; i++) {
            assertThat(chat.say("RCPT TO:<someone@elsewhere.example>")).startsWith("550 5.7.1 ");
            assertThat(chat.say("RCPT TO:<alice@example.org>")).startsWith("250 ");
        }
    }

    private static Chat begun(String... lines) {
        Chat chat = new Chat(Service.MX).begun("EHLO client.example.com");
        for (String line : lines) {
            chat.told(line);
        }
        return chat;
    }
}
