package dev.posthaste.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Fuzz;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.smtp.client.Transaction.ConnectionState;
import dev.posthaste.smtp.client.Transaction.Step;
import dev.posthaste.smtp.wire.Capabilities;
import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.CommandWriter;
import dev.posthaste.smtp.wire.Encoding;
import dev.posthaste.smtp.wire.Reply;
import io.smallrye.mutiny.Multi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransactionTest {

    private static final Content NOTHING = () -> Multi.createFrom().empty();

    @Test
    void all_goes_well_command_by_command() {
        assertThat(play(transaction("", "bob@x.test", "carol@x.test"), "250", "250", "250", "354", "250"))
                .isEqualTo("""
                        MAIL FROM:<alice@here.test>
                        RCPT TO:<bob@x.test>
                        RCPT TO:<carol@x.test>
                        DATA
                        (content)
                        READY: taken, taken""");
    }

    @Test
    void all_goes_well_in_a_pipeline() {
        assertThat(play(transaction("PIPELINING", "bob@x.test", "carol@x.test"), "250", "250", "250", "354", "250"))
                .isEqualTo("""
                        MAIL FROM:<alice@here.test> RCPT TO:<bob@x.test> RCPT TO:<carol@x.test> DATA
                        (content)
                        READY: taken, taken""");
    }

    @Test
    void a_refused_sender_is_the_messages_failure() {
        assertThat(last("", "550 5.1.8 no")).isEqualTo("READY: MESSAGE 5.1.8, MESSAGE 5.1.8");
        assertThat(last("PIPELINING", "450 4.7.1 later", "503", "503", "503"))
                .isEqualTo("READY: MESSAGE 4.7.1, MESSAGE 4.7.1");
    }

    @Test
    void half_of_the_recipients_refused_is_their_failure_alone() {
        assertThat(last("PIPELINING", "250", "250", "550 5.1.1 who", "354", "250"))
                .isEqualTo("READY: taken, RECIPIENT 5.1.1");
        assertThat(last("", "250", "450 4.2.1 later", "250", "354", "250")).isEqualTo("READY: RECIPIENT 4.2.1, taken");
    }

    @Test
    void when_every_recipient_is_refused_the_transaction_is_reset() {
        assertThat(last("", "250", "550", "550")).isEqualTo("RESET: RECIPIENT 5.0.0, RECIPIENT 5.0.0");
        assertThat(last("PIPELINING", "250", "550", "450", "554")).isEqualTo("RESET: RECIPIENT 5.0.0, RECIPIENT 4.0.0");
    }

    @Test
    void a_host_that_wants_the_message_though_nobody_is_left_gets_a_dot_alone() {
        assertThat(play(transaction("PIPELINING", "bob@x.test"), "250", "550 5.1.1 who", "354", "554"))
                .endsWith("""
                (dot)
                READY: RECIPIENT 5.1.1""");
        assertThat(play(transaction("PIPELINING", "bob@x.test"), "550 5.7.1 no", "503", "354", "250"))
                .endsWith("""
                (dot)
                READY: MESSAGE 5.7.1""");
    }

    @Test
    void a_refused_data_or_content_is_the_messages_failure() {
        assertThat(last("", "250", "250", "250", "451 4.3.0 no")).isEqualTo("RESET: MESSAGE 4.3.0, MESSAGE 4.3.0");
        assertThat(last("", "250", "250", "550", "354", "554 5.7.1 spam"))
                .isEqualTo("READY: MESSAGE 5.7.1, RECIPIENT 5.0.0");
    }

    @Test
    void too_many_recipients_is_never_permanent() {
        assertThat(last("", "250", "250", "552 5.5.3 too many", "354", "250"))
                .isEqualTo("READY: taken, RECIPIENT 4.5.3");
        assertThat(last("", "250", "250", "452 4.5.3 too many", "354", "250"))
                .isEqualTo("READY: taken, RECIPIENT 4.5.3");
    }

    @Test
    void a_421_at_any_stage_is_the_hosts_farewell() {
        assertThat(last("", "421 4.3.2 bye")).isEqualTo("CLOSE: HOST 4.3.2, HOST 4.3.2");
        assertThat(last("PIPELINING", "250", "550", "421 4.3.2 bye")).isEqualTo("CLOSE: RECIPIENT 5.0.0, HOST 4.3.2");
        assertThat(last("", "250", "250", "250", "421")).isEqualTo("CLOSE: HOST 4.0.0, HOST 4.0.0");
        assertThat(last("", "250", "250", "250", "354", "421")).isEqualTo("CLOSE: HOST 4.0.0, HOST 4.0.0");
    }

    @Test
    void a_connection_lost_at_any_step_is_transient_and_a_loss_after_the_dot_is_the_messages() {
        assertThat(last("", "-")).isEqualTo("CLOSE: HOST 4.4.2, HOST 4.4.2");
        assertThat(last("", "250", "550", "-")).isEqualTo("CLOSE: RECIPIENT 5.0.0, HOST 4.4.2");
        assertThat(last("", "250", "250", "250", "-")).isEqualTo("CLOSE: HOST 4.4.2, HOST 4.4.2");
        assertThat(last("", "250", "250", "250", "354", "-")).isEqualTo("CLOSE: MESSAGE 4.4.2, MESSAGE 4.4.2");
    }

    @Test
    void an_answer_out_of_place_is_transient_whatever_it_says() {
        assertThat(last("", "354")).isEqualTo("CLOSE: HOST 4.4.2, HOST 4.4.2");
        assertThat(last("", "250", "250", "250", "250")).isEqualTo("CLOSE: HOST 4.4.2, HOST 4.4.2");
    }

    @Test
    void size_8bitmime_and_smtputf8_are_said_to_whom_understands_them() {
        assertThat(play(transaction("SIZE 2000,8BITMIME,SMTPUTF8", "b\u00fccher@x.test"), "250", "550"))
                .startsWith(
                        "MAIL FROM:<alice@here.test> SIZE=1000 BODY=8BITMIME SMTPUTF8\nRCPT TO:<b\u00fccher@x.test>");
    }

    @Test
    void a_message_that_is_too_large_for_the_host_is_not_sent() {
        assertThat(play(transaction("SIZE 999", "bob@x.test"))).isEqualTo("READY: MESSAGE 5.3.4");
        assertThat(play(transaction("SIZE 0", "bob@x.test"), "550")).contains("MAIL FROM");
    }

    @Test
    void an_address_that_needs_smtputf8_fails_alone_at_a_host_without_it() {
        assertThat(play(transaction("", "b\u00fccher@x.test", "bob@x.test"), "250", "250", "354", "250"))
                .isEqualTo("""
                MAIL FROM:<alice@here.test>
                RCPT TO:<bob@x.test>
                DATA
                (content)
                READY: RECIPIENT 5.6.7, taken""");
        assertThat(play(transaction("", "b\u00fccher@x.test"))).isEqualTo("READY: RECIPIENT 5.6.7");
    }

    @Test
    void a_header_that_needs_smtputf8_fails_for_all_at_a_host_without_it() {
        OutgoingMessage mail = new OutgoingMessage(
                ReversePath.empty(), List.of(EmailAddress.of("bob@x.test")), Encoding.UTF8, 1000, NOTHING);
        assertThat(play(new Transaction(mail, Capabilities.NONE))).isEqualTo("READY: MESSAGE 5.6.7");
    }

    @Test
    void a_null_sender_is_said_as_such() {
        OutgoingMessage mail = new OutgoingMessage(
                ReversePath.empty(), List.of(EmailAddress.of("bob@x.test")), Encoding.ASCII, 1000, NOTHING);
        assertThat(play(new Transaction(mail, Capabilities.NONE), "550")).startsWith("MAIL FROM:<>\n");
    }

    @Test
    void a_content_that_cannot_be_read_is_not_ended_with_a_dot() {
        Transaction transaction = transaction("", "bob@x.test");
        transaction.begin();
        transaction.on(answer("250"));
        transaction.on(answer("250"));
        transaction.on(answer("354"));
        assertThat(transaction.onUnreadableContent()).isEqualTo(new Step.Done(ConnectionState.CLOSE));
        assertThat(text(transaction.results())).isEqualTo("MESSAGE 4.3.0");
    }

    @Test
    void a_success_before_the_end_of_the_message_is_none() {
        Transaction transaction = transaction("", "bob@x.test");
        transaction.begin();
        transaction.on(answer("250"));
        transaction.on(answer("250"));
        transaction.on(answer("354"));
        transaction.onEarlyAnswer(answer("250"));
        assertThat(text(transaction.results())).isEqualTo("MESSAGE 4.4.2");
    }

    @Test
    void whatever_a_host_answers_every_recipient_gets_one_fate() {
        Random random = new Random(5321);
        String[] answers = {"250", "250", "250", "354", "450 4.2.1 x", "550 5.1.1 x", "552", "421", "-", "334", "220"};
        for (int i = 0; i < Fuzz.CASES; i++) {
            String[] to = new String[1 + random.nextInt(4)];
            Arrays.setAll(to, n -> (random.nextInt(9) == 0 ? "\u00fc" : "u") + n + "@x.test");
            Transaction transaction = transaction(random.nextBoolean() ? "PIPELINING" : "", to);
            Step step = transaction.begin();
            for (int n = 0; !(step instanceof Step.Done); n++) {
                assertThat(n).isLessThan(20);
                step = transaction.on(answer(answers[random.nextInt(answers.length)]));
            }
            assertThat(transaction.results()).hasSameSizeAs(to);
        }
    }

    private static String last(String capabilities, String... answers) {
        String played = play(transaction(capabilities, "bob@x.test", "carol@x.test"), answers);
        return played.substring(played.lastIndexOf('\n') + 1);
    }

    private static Transaction transaction(String capabilities, String... to) {
        List<String> lines = new ArrayList<>(List.of("mx.test"));
        lines.addAll(List.of(capabilities.split(",")));
        List<EmailAddress> addresses = Arrays.stream(to).map(EmailAddress::of).toList();
        ReversePath from = ReversePath.of(EmailAddress.of("alice@here.test"));
        return new Transaction(
                new OutgoingMessage(from, addresses, Encoding.ASCII, 1000, NOTHING),
                Capabilities.of(new Reply.Plain(250, lines)));
    }

    /** What the client sends, one line per write, and how the transaction ends; {@code "-"} is a lost connection. */
    private static String play(Transaction transaction, String... answers) {
        StringBuilder sent = new StringBuilder();
        Step step = transaction.begin();
        int next = 0;
        while (true) {
            switch (step) {
                case Step.Send send -> sent.append(written(send.commands())).append('\n');
                case Step.Await await -> {}
                case Step.SendContent content -> sent.append("(content)\n");
                case Step.SendDot dot -> sent.append("(dot)\n");
                case Step.Done done -> {
                    assertThat(next).as("answers used").isEqualTo(answers.length);
                    return sent + done.state().toString() + ": " + text(transaction.results());
                }
            }
            assertThat(next).as("answers wanted").isLessThan(answers.length);
            step = transaction.on(answer(answers[next++]));
        }
    }

    private static ReplyResult answer(String text) {
        if (text.equals("-")) {
            return new ReplyResult.Broken("the host closed the connection");
        }
        String[] words = text.split(" ", 3);
        int code = Integer.parseInt(words[0]);
        return new ReplyResult.Received(
                words.length == 3 ? Reply.of(code, words[1], words[2]) : Reply.plain(code, "text"));
    }

    private static String written(List<Command> commands) {
        return String.join(
                " ",
                commands.stream()
                        .map(command ->
                                new String(CommandWriter.octets(command), StandardCharsets.UTF_8).stripTrailing())
                        .toList());
    }

    private static String text(List<RecipientResult> results) {
        Map<RecipientResult, String> texts = new HashMap<>();
        for (RecipientResult result : results) {
            texts.put(
                    result,
                    switch (result) {
                        case RecipientResult.Accepted accepted -> "taken";
                        case RecipientResult.NotAccepted not ->
                            not.failure().scope() + " " + not.failure().status();
                    });
        }
        return String.join(", ", results.stream().map(texts::get).toList());
    }
}
