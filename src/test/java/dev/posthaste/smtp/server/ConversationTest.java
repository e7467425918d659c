package dev.posthaste.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.Deferral;
import dev.posthaste.intake.DeliverRequest;
import dev.posthaste.intake.Intake;
import dev.posthaste.intake.Origin;
import dev.posthaste.intake.Refusal;
import dev.posthaste.intake.SubmitRequest;
import dev.posthaste.listener.Channel;
import dev.posthaste.smtp.wire.LineReader;
import dev.posthaste.smtp.wire.Quirk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session does beyond the dialogues of the transcripts. */
class ConversationTest {

    private static final String[] TO_ALICE = {
        "EHLO c.example", "MAIL FROM:<a@example.com>", "RCPT TO:<alice@example.org>"
    };
    private static final String GO_AHEAD = "354 Go ahead; end with a dot on a line of its own\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {"a\n.\n", "a\n.\r\n", "a\r.\r", "a\r\n.\n", "a\r\n.\r\r\n", "\n.\r\n", "a\n\n.\r\n", "a\r\r\n.\n"
            })
    void a_smuggled_end_of_data_is_content_and_the_message_is_refused(String smuggled) {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE);
        assertThat(chat.say("DATA")).isEqualTo(GO_AHEAD);
        assertThat(chat.send(
                        smuggled + "MAIL FROM:<evil@example.com>\r\nRCPT TO:<bob@example.org>\r\nDATA\r\nevil\r\n"))
                .isEmpty();
        assertThat(chat.send(".\r\n")).startsWith("550 5.6.11 ");
        assertThat(chat.world.kept).isEmpty();
        assertThat(chat.world.aborted).hasSize(1);
        assertThat(chat.say("DATA")).startsWith("503 5.5.1 ");
        assertThat(chat.say("RCPT TO:<alice@example.org>")).startsWith("503 5.5.1 ");
    }

    @Test
    void a_message_reaches_intake_as_it_was_sent_but_for_the_dots() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE);
        chat.say("DATA");
        assertThat(chat.send("Subject: é\r\n\r\n..\r\n...x\r\n.\r\nNOOP\r\n"))
                .isEqualTo("250 2.0.0 OK em_00000000000000000000000001\r\n250 2.0.0 OK\r\n");
        assertThat(chat.world.kept.getFirst().message()).isEqualTo("Subject: é\r\n\r\n.\r\n..x\r\n");
    }

    @Test
    void intake_is_told_who_came_and_how() {
        Chat stranger = new Chat(Service.MX).begun(TO_ALICE);
        stranger.say("DATA");
        stranger.send(".\r\n");
        DeliverRequest delivered = stranger.world.kept.getFirst().delivered();
        assertThat(delivered.from()).hasToString("<a@example.com>");
        assertThat(delivered.to()).hasSize(1);
        assertThat(delivered.origin())
                .isEqualTo(new Origin(
                        Origin.Entrance.MX,
                        new Origin.Peer("192.0.2.7", "c.example", Origin.Greeting.EHLO),
                        new Origin.Security.Clear(),
                        new Origin.Authenticated.Nobody(),
                        Origin.Request.NONE));
        Chat user = new Chat(Service.SUBMISSIONS)
                .begun(
                        "EHLO [IPv6:2001:db8::1]",
                        "AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==",
                        "MAIL FROM:<> SMTPUTF8",
                        "RCPT TO:<jörg@example.org>",
                        "RCPT TO:<jörg@example.org>",
                        "DATA");
        user.send(".\r\n");
        SubmitRequest submitted = user.world.kept.getFirst().submitted();
        assertThat(submitted.to()).hasSize(1);
        assertThat(submitted.transport()).isEqualTo(Acceptance.Transport.UTF8);
        assertThat(submitted.origin())
                .isEqualTo(new Origin(
                        Origin.Entrance.SUBMISSION,
                        new Origin.Peer("192.0.2.7", "[IPv6:2001:db8::1]", Origin.Greeting.EHLO),
                        new Origin.Security.Tls("TLSv1.3", "TLS_AES_256_GCM_SHA384"),
                        new Origin.Authenticated.Account(
                                World.account("alice@example.org").id(), EmailAddress.of("alice@example.org")),
                        Origin.Request.NONE));
    }

    @ParameterizedTest
    @EnumSource(
            value = Origin.Greeting.class,
            names = {"HELO", "EHLO"})
    void intake_is_told_by_which_command_a_client_greeted(Origin.Greeting greeting) {
        Chat user = new Chat(Service.SUBMISSIONS)
                .begun(
                        greeting + " c.example",
                        "AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==",
                        "MAIL FROM:<alice@example.org>",
                        "RCPT TO:<bob@example.org>",
                        "DATA");
        user.send(".\r\n");
        assertThat(user.world.kept.getFirst().arrival().origin().peer().greeting())
                .isEqualTo(greeting);
    }

    @Test
    void intake_is_told_what_came_by_lmtp() {
        Chat relay = new Chat(Service.LMTP)
                .begun("LHLO relay.example", "MAIL FROM:<a@example.com>", "RCPT TO:<alice@example.org>", "DATA");
        relay.send(".\r\n");
        relay.begun("MAIL FROM:<a@example.com> SMTPUTF8", "RCPT TO:<alice@example.org>", "DATA");
        relay.send(".\r\n");
        assertThat(relay.world.kept)
                .extracting(World.Kept::delivered)
                .allMatch(request -> request.origin().entrance() == Origin.Entrance.LMTP)
                .allMatch(request -> request.origin()
                        .peer()
                        .equals(new Origin.Peer("192.0.2.7", "relay.example", Origin.Greeting.LHLO)))
                .extracting(DeliverRequest::transport)
                .containsExactly(Acceptance.Transport.ANY, Acceptance.Transport.UTF8);
    }

    @Test
    void lmtp_is_spoken_with_relays_of_our_own_alone() {
        Session session = new Session(Service.LMTP, World.SETTINGS, StartTls.OFFERED);
        Step step =
                session.opened(new State.Silent(Link.of("198.51.100.7", Channel.CLEAR, new Origin.Security.Clear())));
        assertThat(step.state()).isInstanceOf(State.Ended.class);
        assertThat(step.replies()).containsExactly(Replies.NOT_A_RELAY);
    }

    @Test
    void a_message_that_a_relay_damaged_is_refused_once_for_each_recipient() {
        Chat chat = new Chat(Service.LMTP)
                .begun(
                        "LHLO relay.example",
                        "MAIL FROM:<a@example.com>",
                        "RCPT TO:<alice@example.org>",
                        "RCPT TO:<bob@example.org>",
                        "DATA");
        assertThat(chat.send("a\n.\r\n.\r\n").lines()).hasSize(2).allMatch(line -> line.startsWith("550 5.6.11 "));
        assertThat(chat.world.kept).isEmpty();
    }

    @Test
    void unknown_recipients_are_not_held_against_a_relay() {
        Chat chat = new Chat(Service.LMTP).begun("LHLO relay.example", "MAIL FROM:<a@example.com>");
        for (int i = 0; i <= Limits.DEFAULT.refusedRecipients(); i++) {
            assertThat(chat.say("RCPT TO:<nobody@example.org>")).startsWith("550 5.1.1 ");
        }
        assertThat(chat.line.isClosed()).isFalse();
    }

    @Test
    void a_name_in_u_labels_is_told_to_intake_in_a_labels_and_nonsense_as_it_came() {
        for (String[] name : new String[][] {{"bücher.example", "xn--bcher-kva.example"}, {"my_é!", "my_é!"}}) {
            Chat chat =
                    new Chat(Service.MX).begun("HELO " + name[0], "MAIL FROM:<>", "RCPT TO:<bob@example.org>", "DATA");
            chat.send(".\r\n");
            assertThat(chat.world.kept.getFirst().delivered().origin().peer())
                    .isEqualTo(new Origin.Peer("192.0.2.7", name[1], Origin.Greeting.HELO));
        }
    }

    @Test
    void who_speaks_before_the_greeting_is_sent_away() {
        Limits patient = limits(Duration.ofSeconds(2));
        Chat chat = new Chat(Service.MX, World.prompt(), patient);
        chat.line.open();
        assertThat(chat.send("EHLO spam.example\r\n")).isEqualTo("554 5.5.1 Wait for the greeting\r\n");
        assertThat(chat.line.isClosed()).isTrue();
        chat.wait(Duration.ofSeconds(3));
        assertThat(chat.line.sent()).isEmpty();
    }

    @Test
    void who_waits_for_the_greeting_gets_it() {
        Chat chat = new Chat(Service.MX, World.prompt(), limits(Duration.ofSeconds(2)));
        chat.line.open();
        chat.wait(Duration.ofSeconds(2));
        assertThat(chat.line.sent()).isEmpty();
        chat.wait(Duration.ofMillis(1));
        assertThat(chat.line.sent()).startsWith("220 mx.example.org ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "POST /x HTTP/1.1\r\nHost: mx\r\n\r\nEHLO x\r\nMAIL FROM:<>\r\n"})
    void a_browser_is_dropped_without_a_word(String request) {
        Chat chat = new Chat(Service.MX).begun();
        assertThat(chat.send(request)).isEmpty();
        assertThat(chat.line.isClosed()).isTrue();
    }

    @Test
    void clear_text_that_came_with_starttls_ends_the_session() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example");
        assertThat(chat.send("STARTTLS\r\nMAIL FROM:<evil@example.com>\r\n")).startsWith("554 5.5.1 ");
        assertThat(chat.line.isClosed()).isTrue();
        assertThat(new Chat(Service.MX).begun("EHLO c.example").send("STARTTLS\r\nM"))
                .startsWith("554 5.5.1 ");
    }

    @Test
    void clear_text_that_comes_while_tls_starts_ends_the_session() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example");
        assertThat(chat.say("STARTTLS")).startsWith("220 2.0.0 ");
        assertThat(chat.say("MAIL FROM:<evil@example.com>")).isEmpty();
        assertThat(chat.line.isClosed()).isTrue();
        chat.line.agreeToTls();
        assertThat(chat.say("NOOP")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NOOP\nNOOP\r\n", "NOOP\rNOOP\r\n", "\n"})
    void a_bare_line_break_among_commands_ends_the_session(String octets) {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example");
        assertThat(chat.send(octets)).isEqualTo("500 5.5.2 Lines end in CR LF\r\n");
        assertThat(chat.line.isClosed()).isTrue();
    }

    @Test
    void a_line_too_long_is_an_error_and_an_endless_one_the_end() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example");
        assertThat(chat.say("NOOP " + "x".repeat(LineReader.MAX_OCTETS))).isEqualTo("500 5.5.2 Line too long\r\n");
        assertThat(chat.say("NOOP")).startsWith("250 ");
        assertThat(chat.send("x".repeat(LineReader.MAX_SKIPPED_OCTETS + 1))).isEqualTo("500 5.5.2 Line too long\r\n");
        assertThat(chat.line.isClosed()).isTrue();
    }

    @Test
    void ten_errors_are_too_many_and_a_message_taken_clears_them() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE);
        for (int i = 0; i < 9; i++) {
            assertThat(chat.say("FROB")).startsWith("500 ");
        }
        chat.say("DATA");
        assertThat(chat.send(".\r\n")).startsWith("250 ");
        for (int i = 0; i < 9; i++) {
            assertThat(chat.say("FROB")).startsWith("500 ");
        }
        assertThat(chat.say("FROB")).isEqualTo("421 4.7.0 Too many errors\r\n");
        assertThat(chat.line.isClosed()).isTrue();
        assertThat(chat.say("NOOP")).isEmpty();
    }

    @Test
    void a_search_for_addresses_is_ended() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example", "MAIL FROM:<>");
        for (int i = 1; i < Limits.DEFAULT.refusedRecipients(); i++) {
            assertThat(chat.say("RCPT TO:<u" + i + "@example.org>")).startsWith("550 5.1.1 ");
        }
        assertThat(chat.say("RCPT TO:<u@example.org>")).startsWith("421 4.7.0 ");
    }

    @Test
    void a_message_has_a_greatest_number_of_recipients() {
        Chat chat = new Chat(Service.SUBMISSIONS)
                .begun("EHLO c.example", "AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==", "MAIL FROM:<>");
        for (int i = 0; i < Limits.DEFAULT.recipients(); i++) {
            assertThat(chat.say("RCPT TO:<u" + i + "@example.net>")).startsWith("250 ");
        }
        assertThat(chat.say("RCPT TO:<u@example.net>")).startsWith("452 4.5.3 ");
    }

    @Test
    void passwords_are_not_asked_for_in_clear_text() {
        Chat chat = new Chat(
                        Service.SUBMISSION, Channel.CLEAR, World.prompt(), Limits.DEFAULT, new SimpleMeterRegistry())
                .begun();
        assertThat(chat.say("AUTH PLAIN")).startsWith("503 5.5.1 ");
        assertThat(chat.say("EHLO c.example")).contains("250-STARTTLS").doesNotContain("AUTH");
        assertThat(chat.say("AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==")).startsWith("538 5.7.11 ");
    }

    @Test
    void each_wrong_password_costs_more_time_and_the_third_the_connection() {
        Chat chat = new Chat(Service.SUBMISSIONS).begun("EHLO c.example");
        String wrong = "AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdyb25n";
        assertThat(chat.say(wrong)).startsWith("535 5.7.8 ");
        assertThat(chat.say(wrong)).startsWith("535 5.7.8 ");
        assertThat(chat.line.isClosed()).isFalse();
        assertThat(chat.say(wrong)).startsWith("535 5.7.8 ");
        assertThat(chat.line.isClosed()).isTrue();
        assertThat(chat.line.pauses)
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ym9iQGV4YW1wbGUub3JnAGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==", // bob, as alice
                "AGdvbmVAZXhhbXBsZS5vcmcAc2VjcmV0" // an account deleted meanwhile
            })
    void nobody_acts_for_another_or_for_an_account_that_is_gone(String plain) {
        Chat chat = new Chat(Service.SUBMISSIONS).begun("EHLO c.example");
        assertThat(chat.say("AUTH PLAIN " + plain)).startsWith("535 5.7.8 ");
        assertThat(chat.say("MAIL FROM:<>")).startsWith("530 5.7.0 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "AAAA", "/////w==", "AGFsaWNlQGV4YW1wbGUub3JnAA==", "AABzZWNyZXQ=", "AGEAYgBj"})
    void a_plain_message_without_its_parts_is_malformed(String plain) {
        Chat chat = new Chat(Service.SUBMISSIONS).begun("EHLO c.example");
        assertThat(chat.say("AUTH PLAIN " + plain)).startsWith("501 5.5.2 ");
        assertThat(chat.say("AUTH LOGIN =")).startsWith("501 5.5.2 ");
    }

    @Test
    void one_may_name_oneself_as_who_to_act_for() {
        Chat chat = new Chat(Service.SUBMISSIONS).begun("EHLO c.example");
        assertThat(chat.say("AUTH PLAIN YWxpY2VAZXhhbXBsZS5vcmcAYWxpY2VAZXhhbXBsZS5vcmcAc2VjcmV0"))
                .startsWith("235 2.7.0 ");
        assertThat(chat.say("EHLO again.example")).startsWith("250-");
        assertThat(chat.say("MAIL FROM:<alice@example.org>")).startsWith("250 2.1.0 ");
    }

    @Test
    void an_over_long_answer_ends_the_exchange() {
        Chat chat = new Chat(Service.SUBMISSIONS).begun("EHLO c.example", "AUTH PLAIN");
        assertThat(chat.say("A".repeat(LineReader.MAX_OCTETS))).startsWith("500 5.5.2 ");
        assertThat(chat.say("NOOP")).startsWith("250 ");
    }

    @Test
    void a_login_that_nobody_can_check_is_no_refusal() {
        Chat chat = new Chat(Service.SUBMISSIONS).begun("EHLO c.example");
        assertThat(chat.say("AUTH PLAIN AGJyb2tlbkBleGFtcGxlLm9yZwBzZWNyZXQ=")).startsWith("454 4.7.0 ");
    }

    @Test
    void a_second_greeting_ends_a_message_begun() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE);
        assertThat(chat.say("HELO c.example")).startsWith("250 ");
        assertThat(chat.say("DATA")).startsWith("503 5.5.1 ");
    }

    @Test
    void silence_and_dripping_data_end_the_session() {
        Chat silent = new Chat(Service.MX).begun("EHLO c.example");
        silent.wait(Duration.ofMinutes(5));
        assertThat(silent.line.isClosed()).isFalse();
        silent.wait(Duration.ofMillis(1));
        assertThat(silent.line.sent()).startsWith("421 4.4.2 ");
        Chat dripping = new Chat(Service.MX).begun(TO_ALICE).told("DATA");
        for (int i = 0; i < 10; i++) {
            dripping.wait(Duration.ofMinutes(1));
            assertThat(dripping.send("x")).isEmpty();
        }
        dripping.wait(Duration.ofSeconds(1));
        assertThat(dripping.line.sent()).isEqualTo("421 4.4.2 The message comes too slowly\r\n");
        assertThat(dripping.world.aborted).hasSize(1);
    }

    @Test
    void a_large_message_on_a_slow_line_arrives() {
        Chat slow = new Chat(Service.MX).begun(TO_ALICE).told("DATA");
        String minute = "x".repeat(58) + "\r\n";
        for (int i = 0; i < 60; i++) {
            slow.wait(Duration.ofMinutes(1));
            assertThat(slow.send(minute.repeat(1_000))).isEmpty();
        }
        assertThat(slow.line.isClosed()).isFalse();
        assertThat(slow.send(".\r\n")).startsWith("250 2.0.0 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOOP",
                "RSET",
                "HELP",
                "VRFY bob",
                "EHLO c.example",
                "HELO c.example",
                "MAIL FROM:<a@example.com> SIZE=999999"
            })
    void commands_that_bring_no_message_nearer_are_answered_a_hundred_times(String idle) {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example");
        String heard = chat.send((idle + "\r\n").repeat(1_000));
        assertThat(heard).endsWith("421 4.7.0 Too many commands without a message\r\n");
        assertThat(heard.lines().filter(line -> line.charAt(3) == ' ')).hasSize(100);
        assertThat(chat.line.isClosed()).isTrue();
    }

    @Test
    void a_recipient_named_again_is_an_idle_command() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE);
        assertThat(chat.send("RCPT TO:<alice@example.org>\r\n".repeat(1_000)))
                .endsWith("421 4.7.0 Too many commands " + "without a message\r\n");
    }

    @Test
    void a_message_that_was_taken_clears_the_idle_commands() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example");
        for (int i = 0; i < 30; i++) {
            chat.send("NOOP\r\nRSET\r\nHELP\r\nVRFY bob\r\nEHLO c.example\r\n");
            assertThat(chat.send("MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nDATA\r\nx\r\n.\r\n"))
                    .contains("250 2.0.0 OK em_");
        }
    }

    @Test
    void recipients_above_the_limit_are_deferred_and_not_without_end() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example", "MAIL FROM:<>");
        int limit = Limits.DEFAULT.recipients();
        String heard = chat.send("RCPT TO:<full@example.org>\r\n".repeat(5 * limit));
        assertThat(heard).endsWith("421 4.7.0 Too many errors\r\n");
        assertThat(heard.lines().filter(line -> line.startsWith("452 4.2.2 ")))
                .hasSize(limit + Limits.DEFAULT.errors() - 1);
    }

    @Test
    void a_message_that_never_ends_is_cut_off() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE).told("DATA");
        String chunk = "x".repeat(1024 * 1024);
        String heard = "";
        for (int i = 0; i < 70 && heard.isEmpty(); i++) {
            heard = chat.send(chunk);
        }
        assertThat(heard).startsWith("552 5.3.4 ");
        assertThat(chat.line.isClosed()).isTrue();
        assertThat(chat.world.aborted).hasSize(1);
    }

    @Test
    void a_server_that_stops_lets_a_message_under_way_finish() {
        Chat idle = new Chat(Service.MX).begun(TO_ALICE);
        idle.line.stop();
        assertThat(idle.line.sent()).isEqualTo("421 4.3.2 The server is stopping\r\n");
        Chat busy = new Chat(Service.MX).begun(TO_ALICE).told("DATA");
        busy.line.stop();
        assertThat(busy.line.sent()).isEmpty();
        assertThat(busy.send("x\r\n.\r\nNOOP\r\n"))
                .matches("250 2.0.0 OK em_\\w+\r\n421 4.3.2 The server is stopping\r\n");
        assertThat(busy.line.isClosed()).isTrue();
        assertThat(busy.world.kept).hasSize(1);
    }

    @Test
    void a_client_that_goes_away_within_its_message_leaves_nothing() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE).told("DATA");
        chat.send("half of a mess");
        chat.line.hangUp();
        assertThat(chat.world.aborted).hasSize(1);
        assertThat(chat.world.kept).isEmpty();
    }

    @Test
    void while_somebody_is_asked_the_line_is_paused_and_replies_keep_their_order() {
        Queue<Runnable> pending = new ArrayDeque<>();
        Chat chat = new Chat(Service.MX, new World(pending::add), Limits.DEFAULT).begun("EHLO c.example");
        assertThat(chat.send("MAIL FROM:<>\r\nRCPT TO:<alice@example.org>\r\nRCPT TO:<u@example.org>\r\nNOOP\r\n"))
                .isEqualTo("250 2.1.0 Sender OK\r\n");
        assertThat(chat.line.isReading()).isFalse();
        pending.remove().run();
        assertThat(chat.line.isReading()).isFalse();
        pending.remove().run();
        assertThat(chat.line.isReading()).isTrue();
        assertThat(chat.line.sent())
                .isEqualTo("250 2.1.5 Recipient OK\r\n550 5.1.1 No such address here\r\n250 2.0.0 OK\r\n");
    }

    @Test
    void a_message_that_the_door_is_deciding_about_is_not_aborted_when_the_client_goes() {
        Queue<Runnable> pending = new ArrayDeque<>();
        Chat chat =
                new Chat(Service.MX, new World(pending::add), Limits.DEFAULT).begun("EHLO c.example", "MAIL FROM:<>");
        chat.say("RCPT TO:<alice@example.org>");
        pending.remove().run();
        chat.say("DATA");
        chat.send("x\r\n.\r\n");
        pending.remove().run();
        chat.line.hangUp();
        pending.remove().run();
        assertThat(pending).isEmpty();
        assertThat(chat.world.kept).hasSize(1);
        assertThat(chat.world.aborted).isEmpty();
    }

    @Test
    void a_client_that_goes_while_the_door_takes_a_chunk_is_forgotten_afterwards() {
        Queue<Runnable> pending = new ArrayDeque<>();
        Chat chat =
                new Chat(Service.MX, new World(pending::add), Limits.DEFAULT).begun("EHLO c.example", "MAIL FROM:<>");
        chat.say("RCPT TO:<alice@example.org>");
        pending.remove().run();
        chat.say("DATA");
        chat.send("x\r\n");
        chat.line.hangUp();
        assertThat(chat.world.aborted).isEmpty();
        pending.remove().run();
        assertThat(chat.world.aborted).hasSize(1);
    }

    @Test
    void a_bug_does_not_leave_the_client_waiting() {
        Chat chat = new Chat(Service.MX).begun(TO_ALICE);
        chat.world.jammed = true;
        assertThat(chat.say("DATA")).contains("421 4.3.0 ");
        assertThat(chat.line.isClosed()).isTrue();
    }

    @Test
    void a_connection_that_a_stage_does_not_take_is_not_greeted() {
        World world = World.prompt();
        world.admittance = new Intake.Admittance.Refused(Refusal.byPolicy(554, "5.7.1", "Not you"));
        Chat chat = new Chat(Service.MX, world, Limits.DEFAULT);
        chat.line.open();
        assertThat(chat.line.sent()).isEqualTo("554 5.7.1 Not you\r\n");
        assertThat(chat.line.isClosed()).isTrue();
    }

    @Test
    void a_recipient_that_a_stage_does_not_take_is_answered_with_the_stages_code() {
        Chat chat = new Chat(Service.MX).begun("EHLO c.example", "MAIL FROM:<a@example.com>");
        chat.world.admittance = new Intake.Admittance.Deferred(Deferral.byPolicy(450, "4.7.1", "Greylisted"));
        assertThat(chat.say("RCPT TO:<alice@example.org>")).isEqualTo("450 4.7.1 Greylisted\r\n");
        chat.world.admittance = new Intake.Admittance.Refused(Refusal.byPolicy(550, "5.7.1", "Blocked"));
        assertThat(chat.say("RCPT TO:<alice@example.org>")).isEqualTo("550 5.7.1 Blocked\r\n");
        assertThat(chat.say("DATA")).startsWith("554 5.5.1 ");
    }

    @Test
    void messages_and_quirks_are_counted() {
        Chat chat =
                new Chat(Service.MX).begun("EHLO c.example", "MAIL FROM:a@example.com", "RCPT TO:<bob@example.org>");
        chat.told("DATA").send(".\r\n");
        assertThat(chat.registry
                        .get("posthaste.smtp.quirks")
                        .tag("quirk", Quirk.MISSING_BRACKETS.name())
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(chat.registry
                        .get("posthaste.smtp.messages")
                        .tag("reply", "SUCCESS")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private static Limits limits(Duration greetingPause) {
        Limits usual = Limits.DEFAULT;
        return new Limits(
                usual.connections(),
                usual.connectionsPerAddress(),
                usual.recipients(),
                usual.errors(),
                usual.idleCommands(),
                usual.refusedRecipients(),
                usual.refusedLogins(),
                usual.loginPenalty(),
                usual.silence(),
                usual.stall(),
                usual.data(),
                greetingPause);
    }
}
