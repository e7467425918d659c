package dev.posthaste.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.listener.Protection;
import dev.posthaste.pop3.server.InMemoryMaildrops.Mood;
import dev.posthaste.pop3.server.Pop3Settings.Limits;
import dev.posthaste.pop3.wire.LineBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a transcript cannot tell: connections that break, wait, pile up or mean no good. */
class Pop3ServerTest {

    private static final String IN_USE = "-ERR [IN-USE] Another session has this maildrop";
    /** What takes so many attempts to log in does not happen. */
    private static final int ATTEMPTS = 100_000;

    private static final Duration IDLE = Duration.ofMillis(300);

    private Port port = new Port(Protection.CLEAR_PERMITTED, Port.LIMITS);

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void a_command_behind_stls_is_never_taken_for_one_under_tls() throws Exception {
        reopen(Protection.STARTTLS_BEFORE_LOGIN, Port.LIMITS);
        try (Client client = port.client()) {
            client.expectStart("+OK ");
            client.send("STLS\r\nUSER mrose\r\nPASS tanstaaf\r\n");

            client.expect("-ERR Nothing may follow STLS before TLS has begun").expectClosed();
        }
    }

    @Test
    void clear_text_after_stls_was_answered_ends_the_connection() throws Exception {
        reopen(Protection.STARTTLS_BEFORE_LOGIN, Port.LIMITS);
        try (Client client = port.client()) {
            client.expectStart("+OK ");
            client.send("STLS\r\n").expect("+OK Begin TLS");
            client.send("USER mrose\r\nPASS tanstaaf\r\n");

            assertThat(client.drain()).as("at most a TLS alert").isLessThan(64);
        }
    }

    @Test
    void stls_behind_more_than_the_buffer_holds_is_refused() throws Exception {
        reopen(Protection.STARTTLS_BEFORE_LOGIN, Port.LIMITS);
        int noops = 40_000;
        try (Client client = port.client()) {
            client.send("NOOP\r\n".repeat(noops) + "STLS\r\nUSER mrose\r\nPASS tanstaaf\r\n");
            client.expectStart("+OK ");
            for (int i = 0; i < noops; i++) {
                client.expect("-ERR This command needs a login");
            }
            client.expect("-ERR Nothing may follow STLS before TLS has begun").expectClosed();
        }
    }

    @Test
    void a_session_under_implicit_tls_and_one_after_stls_are_the_same() throws Exception {
        port.maildrops.put(1, octets("Subject: x\r\n\r\n.\r\n"));
        for (Protection protection : List.of(Protection.IMPLICIT_TLS, Protection.STARTTLS_BEFORE_LOGIN)) {
            reopen(protection, Port.LIMITS);
            port.maildrops.put(1, octets("Subject: x\r\n\r\n.\r\n"));
            try (Client client = port.client()) {
                if (protection == Protection.STARTTLS_BEFORE_LOGIN) {
                    client.expectStart("+OK ").send("STLS\r\n").expect("+OK Begin TLS");
                    client.startTls().send("NOOP\r\n").expect("-ERR This command needs a login");
                    client.send("USER mrose\r\nPASS tanstaaf\r\n")
                            .expectStart("+OK ")
                            .expectStart("+OK ");
                } else {
                    client.startTls().login();
                }
                client.send("RETR 1\r\nQUIT\r\n").expect("+OK 17 octets");
                assertThat(client.body()).isEqualTo(octets("Subject: x\r\n\r\n.\r\n"));
                client.expect("+OK Bye").expectClosed();
            }
        }
    }

    @Test
    void a_lost_connection_deletes_nothing() throws Exception {
        port.maildrops.put(1, octets("x"));
        try (Client client = port.client()) {
            client.login().send("DELE 1\r\n").expectStart("+OK ");
        }

        awaitUnlocked().send("STAT\r\n").expect("+OK 1 1");
        assertThat(port.maildrops.uids()).containsExactly(1L);
    }

    @Test
    void deletions_happen_at_quit_and_not_before() throws Exception {
        port.maildrops.put(1, octets("x"));
        port.maildrops.put(2, octets("y"));
        try (Client client = port.client()) {
            client.login().send("DELE 1\r\nNOOP\r\n").expectStart("+OK ").expectStart("+OK ");
            assertThat(port.maildrops.uids()).containsExactly(1L, 2L);
            client.send("QUIT\r\n").expect("+OK Bye").expectClosed();
        }
        assertThat(port.maildrops.uids()).containsExactly(2L);
    }

    @Test
    void quit_says_when_the_messages_are_still_there() throws Exception {
        port.maildrops.put(1, octets("x"));
        try (Client client = port.client()) {
            client.login().send("DELE 1\r\n").expectStart("+OK ");
            port.maildrops.feel(Mood.DOES_NOT_REMOVE);
            client.send("QUIT\r\n")
                    .expect("-ERR [SYS/TEMP] Messages that were marked as deleted are still there")
                    .expectClosed();
        }
        assertThat(port.maildrops.uids()).containsExactly(1L);
    }

    @Test
    void unique_ids_are_the_same_in_every_session_whatever_the_numbers() throws Exception {
        port.maildrops.put(1, octets("x"));
        port.maildrops.put(2, octets("y"));
        String second = "2 " + InMemoryMaildrops.uniqueId(2);
        try (Client client = port.client()) {
            client.login().send("UIDL 2\r\nDELE 1\r\nQUIT\r\n").expect("+OK " + second);
        }
        try (Client client = awaitUnlocked()) {
            client.send("UIDL 1\r\n").expect("+OK 1 " + InMemoryMaildrops.uniqueId(2));
        }
        assertThat(InMemoryMaildrops.uniqueId(2)).hasSizeBetween(1, 70).matches("[\\x21-\\x7e]+");
    }

    @Test
    void a_second_session_is_told_that_the_maildrop_is_in_use_until_the_first_ends() throws Exception {
        try (Client first = port.client();
                Client second = port.client()) {
            first.login();
            second.expectStart("+OK ").send("USER mrose\r\nPASS tanstaaf\r\n");
            second.expectStart("+OK ").expect(IN_USE);
            first.send("QUIT\r\n").expect("+OK Bye");
            second.send("USER mrose\r\nPASS tanstaaf\r\n").expectStart("+OK ").expect("+OK Maildrop has 0 messages");
        }
    }

    @Test
    void a_session_that_lost_its_maildrop_to_another_is_closed_and_deletes_nothing() throws Exception {
        port.maildrops.put(1, octets("x"));
        try (Client client = port.client()) {
            client.login().send("DELE 1\r\n").expectStart("+OK ");
            port.lock.rob(Port.ACCOUNT);
            client.expectClosed();
        }
        assertThat(port.maildrops.uids()).containsExactly(1L);
    }

    @Test
    void a_client_that_leaves_while_its_password_is_looked_at_leaves_no_maildrop_locked() throws Exception {
        reopen(Protection.CLEAR_PERMITTED, new Limits(1, 1, Duration.ofMinutes(10), Duration.ofMillis(1), 1));
        Client impatient = port.client();
        impatient.expectStart("+OK ").send("USER mrose-later\r\nPASS tanstaaf\r\n");
        assertThat(port.asked).succeedsWithin(20, TimeUnit.SECONDS);
        impatient.reset();
        try (Client next = awaitAdmitted()) {
            port.later.complete(null);

            awaitUnlocked(next).send("NOOP\r\n").expect("+OK Nothing done");
        }
    }

    @Test
    void after_a_client_that_reads_slowly_no_answer_comes_in_the_middle_of_a_message() throws Exception {
        byte[] message = lines(16 << 20);
        port.maildrops.put(1, message);
        int answers = 200_000;
        try (Client slow = new Client(port.number, 4096)) {
            slow.login();
            CompletableFuture<Client> said =
                    CompletableFuture.supplyAsync(() -> say(slow, "UIDL 1\r\n".repeat(answers)));
            for (int i = 0; i < answers; i++) {
                slow.expect("+OK 1 " + InMemoryMaildrops.uniqueId(1));
            }
            assertThat(said).succeedsWithin(20, TimeUnit.SECONDS);

            slow.send("RETR 1\r\nNOOP\r\n").expectStart("+OK ");
            assertThat(slow.body()).isEqualTo(message);
            slow.expect("+OK Nothing done");
        }
    }

    @Test
    void a_maildrop_that_does_not_open_is_not_left_locked() throws Exception {
        port.maildrops.feel(Mood.DOES_NOT_OPEN);
        try (Client client = port.client()) {
            client.expectStart("+OK ").send("USER mrose\r\nPASS tanstaaf\r\n").expectStart("+OK ");
            client.expectStart("-ERR [SYS/TEMP] ");
            port.maildrops.feel(Mood.WELL);
            client.send("USER mrose\r\nPASS tanstaaf\r\n").expectStart("+OK ").expect("+OK Maildrop has 0 messages");
        }
    }

    @Test
    void a_message_that_another_session_removed_is_refused_and_the_session_goes_on() throws Exception {
        port.maildrops.put(1, octets("x"));
        try (Client client = port.client()) {
            client.login();
            port.maildrops.remove(1);
            client.send("RETR 1\r\nNOOP\r\n").expect("-ERR This message has been removed by another session");
            client.expect("+OK Nothing done");
        }
    }

    @Test
    void a_message_that_cannot_be_read_is_refused_and_one_that_breaks_off_ends_the_connection() throws Exception {
        port.maildrops.put(1, new byte[3 * InMemoryMaildrops.PIECE]);
        try (Client client = port.client()) {
            client.login();
            port.maildrops.feel(Mood.DOES_NOT_READ);
            client.send("RETR 1\r\n").expectStart("-ERR [SYS/TEMP] ");
            port.maildrops.feel(Mood.BREAKS_AFTER_ONE_PIECE);
            client.send("RETR 1\r\n").expectStart("+OK ");
            assertThat(client.drain()).isEqualTo(InMemoryMaildrops.PIECE);
        }
    }

    @Test
    void a_timeout_in_the_middle_of_retr_ends_the_session_and_deletes_nothing() throws Exception {
        reopen(Protection.CLEAR_PERMITTED, new Limits(100, 50, IDLE, Duration.ofMillis(1), 1));
        port.maildrops.put(1, octets("x"));
        port.maildrops.put(2, new byte[64 << 20]);
        try (Client client = new Client(port.number, 4096)) {
            client.login().send("DELE 1\r\nRETR 2\r\nQUIT\r\n");
            awaitUnlocked().close();

            assertThat(client.drain()).isLessThan(64 << 20);
        }
        assertThat(port.maildrops.uids()).containsExactly(1L, 2L);
    }

    @Test
    void an_idle_session_is_closed_without_a_word_and_deletes_nothing() throws Exception {
        reopen(Protection.CLEAR_PERMITTED, new Limits(100, 50, IDLE, Duration.ofMillis(1), 1));
        port.maildrops.put(1, octets("x"));
        try (Client client = port.client()) {
            client.login().send("DELE 1\r\n").expectStart("+OK ");
            client.expectClosed();
        }
        assertThat(port.maildrops.uids()).containsExactly(1L);
    }

    @Test
    void a_large_message_is_read_no_faster_than_the_client_takes_it() throws Exception {
        int pieces = 256;
        port.maildrops.put(1, lines(pieces * InMemoryMaildrops.PIECE));
        try (Client slow = new Client(port.number, 4096);
                Client quick = port.client()) {
            slow.login().send("RETR 1\r\n").expectStart("+OK ");
            for (int i = 0; i < 50; i++) {
                quick.send("NOOP\r\n").expectStart(i == 0 ? "+OK Posthaste" : "-ERR ");
            }
            assertThat(port.maildrops.piecesRead()).as("pieces in flight").isLessThan(pieces / 2);
            assertThat(slow.body()).hasSize(pieces * InMemoryMaildrops.PIECE);
        }
        assertThat(port.maildrops.piecesRead()).isEqualTo(pieces);
    }

    @Test
    void a_message_arrives_octet_for_octet() throws Exception {
        byte[] message = new byte[300_000];
        Random chance = new Random(1939);
        byte[] alphabet = {'.', '\r', '\n', 'a', (byte) 0xff, 0};
        for (int i = 0; i < message.length - 2; i++) {
            message[i] = alphabet[chance.nextInt(alphabet.length)];
        }
        message[message.length - 2] = '\r';
        message[message.length - 1] = '\n';
        port.maildrops.put(1, message);
        try (Client client = port.client()) {
            client.login().send("RETR 1\r\n").expect("+OK 300000 octets");
            // The client reads by CRLF alone, and sees a second dot behind a bare LF.
            String seen = new String(message, StandardCharsets.ISO_8859_1).replaceAll("(?<!\r)\n\\.", "\n..");
            assertThat(client.body()).isEqualTo(octets(seen));
        }
    }

    @Test
    void top_reads_no_more_than_it_sends() throws Exception {
        byte[] message = new byte[100 * InMemoryMaildrops.PIECE];
        byte[] head = octets("Subject: x\r\n\r\none\r\n");
        System.arraycopy(head, 0, message, 0, head.length);
        port.maildrops.put(1, message);
        try (Client client = port.client()) {
            client.login().send("TOP 1 1\r\n").expectStart("+OK ");
            assertThat(client.body()).isEqualTo(head);
        }
        assertThat(port.maildrops.piecesRead()).isLessThan(5);
    }

    @Test
    void a_long_listing_comes_whole_however_often_it_is_asked_for() throws Exception {
        IntStream.rangeClosed(1, 3000).forEach(uid -> port.maildrops.put(uid, octets("x")));
        String all = IntStream.rangeClosed(1, 3000)
                .mapToObj(number -> number + " " + InMemoryMaildrops.uniqueId(number) + "\r\n")
                .collect(Collectors.joining());
        try (Client client = port.client()) {
            client.login().send("UIDL\r\n".repeat(20));
            for (int i = 0; i < 20; i++) {
                client.expect("+OK 3000 messages");
                assertThat(client.body()).asString(StandardCharsets.US_ASCII).isEqualTo(all);
            }
        }
    }

    @Test
    void a_line_without_end_ends_the_session() throws Exception {
        try (Client client = port.client()) {
            client.expectStart("+OK ").send("x".repeat(LineBuffer.MAX_COMMAND_OCTETS));
            client.expect("-ERR Line too long").expectClosed();
        }
    }

    @Test
    void an_oversized_sasl_response_ends_the_session_and_no_other_session_waits() throws Exception {
        try (Client bad = port.client();
                Client good = port.client()) {
            bad.expectStart("+OK ").send("AUTH PLAIN\r\n").expect("+ ");
            bad.send("A".repeat(LineBuffer.MAX_SASL_OCTETS - 100));
            good.login().send("NOOP\r\n").expectStart("+OK ");
            bad.send("A".repeat(100)).expect("-ERR Line too long").expectClosed();
            good.send("NOOP\r\n").expectStart("+OK ");
        }
    }

    @Test
    void a_long_sasl_response_below_the_limit_is_answered() throws Exception {
        try (Client client = port.client()) {
            client.expectStart("+OK ").send("AUTH PLAIN\r\n").expect("+ ");
            client.send("A".repeat(LineBuffer.MAX_SASL_OCTETS - 4) + "\r\n");
            client.expect("-ERR This is no SASL PLAIN response in base 64");
            client.send("NOOP\r\n").expect("-ERR This command needs a login");
        }
    }

    @Test
    void a_bare_lf_ends_no_command_and_is_answered() throws Exception {
        try (Client client = port.client()) {
            client.expectStart("+OK ").send("QUIT\n").expect("-ERR A line ends with CR LF");
            client.send("QUIT\r\n").expect("+OK Bye").expectClosed();
        }
    }

    @Test
    void more_connections_than_an_address_may_have_are_refused_until_one_ends() throws Exception {
        reopen(Protection.CLEAR_PERMITTED, new Limits(100, 2, Duration.ofMinutes(10), Duration.ofMillis(1), 1));
        try (Client one = port.client();
                Client two = port.client();
                Client three = port.client()) {
            one.expectStart("+OK ");
            two.expectStart("+OK ");
            three.expect("-ERR [SYS/TEMP] Too many connections, try again later")
                    .expectClosed();
            one.send("QUIT\r\n").expect("+OK Bye").expectClosed();
            awaitAdmitted().close();
        }
    }

    @Test
    void more_connections_than_the_port_bears_are_refused() throws Exception {
        reopen(Protection.CLEAR_PERMITTED, new Limits(1, 50, Duration.ofMinutes(10), Duration.ofMillis(1), 1));
        try (Client one = port.client();
                Client two = port.client()) {
            one.expectStart("+OK ");
            two.expectStart("-ERR [SYS/TEMP] ").expectClosed();
        }
    }

    @Test
    void a_stop_lets_retr_end_and_closes_who_waits() throws Exception {
        port.maildrops.put(1, lines(16 << 20));
        try (Client busy = new Client(port.number, 4096);
                Client idle = port.client()) {
            busy.login().send("RETR 1\r\n").expectStart("+OK ");
            idle.expectStart("+OK ");
            CompletableFuture<Void> stopped =
                    port.server.stop(Duration.ofMinutes(1)).subscribeAsCompletionStage();

            idle.expectClosed();
            assertThat(stopped).isNotDone();
            assertThat(busy.body()).hasSize(16 << 20);
            busy.expectClosed();
            assertThat(stopped).succeedsWithin(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_stop_does_not_wait_for_ever() throws Exception {
        port.maildrops.put(1, new byte[64 << 20]);
        try (Client client = new Client(port.number, 4096)) {
            client.login().send("RETR 1\r\n").expectStart("+OK ");

            port.server.stop(Duration.ofMillis(50)).await().atMost(Duration.ofSeconds(20));

            assertThat(client.drain()).isLessThan(64 << 20);
        }
    }

    private void reopen(Protection protection, Limits limits) {
        port.close();
        port = new Port(protection, limits);
    }

    /** A client that has logged in as soon as the maildrop was free. */
    private Client awaitUnlocked() throws IOException {
        Client client = port.client();
        client.expectStart("+OK ");
        return awaitUnlocked(client);
    }

    private static Client awaitUnlocked(Client client) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            client.send("USER mrose\r\nPASS tanstaaf\r\n").expectStart("+OK ");
            if (!client.line().equals(IN_USE)) {
                return client;
            }
        }
        throw new AssertionError("the maildrop is locked for good");
    }

    /** A client that was greeted as soon as there was room for it. */
    private Client awaitAdmitted() throws IOException {
        while (true) {
            Client client = port.client();
            if (!client.line().startsWith("-ERR [SYS/TEMP]")) {
                return client;
            }
            client.close();
        }
    }

    private static Client say(Client client, String words) {
        try {
            return client.send(words);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] lines(int octets) {
        byte[] message = new byte[octets];
        for (int i = 64; i <= octets; i += 64) {
            message[i - 2] = '\r';
            message[i - 1] = '\n';
        }
        return message;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
