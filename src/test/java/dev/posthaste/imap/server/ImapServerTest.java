package dev.posthaste.imap.server;

import static dev.posthaste.imap.server.ImapPort.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.listener.Protection;
import dev.posthaste.mailbox.Letter;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server over real sockets. */
class ImapServerTest {

    @Test
    void a_password_is_taken_after_starttls() throws Exception {
        try (ImapPort port = new ImapPort(Protection.STARTTLS_BEFORE_LOGIN, LIMITS);
                ImapPort.Client client = port.connect()) {
            assertThat(client.hear()).contains("STARTTLS LOGINDISABLED");
            assertThat(client.ask("a LOGIN alice sesame")).last().asString().startsWith("a NO [PRIVACYREQUIRED]");
            assertThat(client.ask("b STARTTLS")).last().asString().startsWith("b OK");
            client.startTls();
            assertThat(client.ask("c LOGIN alice sesame")).last().asString().startsWith("c OK");
            assertThat(client.ask("d SELECT INBOX")).last().asString().startsWith("d OK");
        }
    }

    @Test
    void clear_text_behind_starttls_is_never_taken_for_what_tls_protects() throws Exception {
        try (ImapPort port = new ImapPort(Protection.STARTTLS_BEFORE_LOGIN, LIMITS);
                ImapPort.Client client = port.connect()) {
            client.hear();
            client.say("a STARTTLS\r\nb NOOP\r\n");
            assertThat(client.hear()).startsWith("a OK");
            client.startTls();
            assertThat(client.ask("c NOOP")).containsExactly("c OK Nothing done");
        }
    }

    @Test
    void implicit_tls_speaks_tls_from_the_first_octet() throws Exception {
        try (ImapPort port = new ImapPort(Protection.IMPLICIT_TLS, LIMITS);
                ImapPort.Client client = port.connect()) {
            client.startTls();
            assertThat(client.hear()).contains("AUTH=PLAIN").doesNotContain("STARTTLS");
            assertThat(client.ask("a AUTHENTICATE PLAIN AGFsaWNlAHNlc2FtZQ=="))
                    .last()
                    .asString()
                    .startsWith("a OK");
        }
    }

    @Test
    void a_bug_ends_the_connection_and_keeps_no_room_for_it() throws Exception {
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, LIMITS);
                ImapPort.Client client = port.connect()) {
            client.hear();
            client.say("a LOGIN too-deep sesame\r\nb NOOP\r\n");
            port.awaitConnections(0);
            try (ImapPort.Client next = loggedIn(port)) {
                assertThat(next.ask("a NOOP")).containsExactly("a OK Nothing done");
            }
        }
    }

    @Test
    void a_search_for_as_much_as_a_line_holds_is_answered() throws Exception {
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, LIMITS);
                ImapPort.Client client = loggedIn(port)) {
            port.world.given("INBOX", Letter.of("Subject: one\n\n1\n"));
            client.ask("a SELECT INBOX");
            assertThat(client.ask("b SEARCH" + " ALL".repeat(16_000)))
                    .last()
                    .asString()
                    .startsWith("b BAD Expected at most 1000 keys");
            assertThat(client.ask("c SEARCH" + " UNSEEN".repeat(1000))).containsExactly("* SEARCH 1", "c OK Searched");
        }
    }

    @Test
    void a_delivery_wakes_who_idles() throws Exception {
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, LIMITS);
                ImapPort.Client client = loggedIn(port)) {
            client.ask("a SELECT INBOX");
            client.say("b IDLE\r\n");
            assertThat(client.hear()).isEqualTo("+ idling");
            port.world.given("INBOX", Letter.of("Subject: news\n\nx\n"));
            assertThat(client.hear()).isEqualTo("* 1 EXISTS");
            client.say("done\r\n");
            assertThat(client.hearUntil("b ")).last().isEqualTo("b OK Idled");
        }
    }

    @Test
    void a_large_message_comes_whole_in_both_directions() throws Exception {
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, LIMITS);
                ImapPort.Client client = loggedIn(port)) {
            String message = "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(80_000);
            client.say("a APPEND INBOX {" + message.length() + "}\r\n");
            assertThat(client.hear()).startsWith("+");
            client.say(message + "\r\n");
            assertThat(client.hear()).startsWith("a OK [APPENDUID");
            client.ask("b SELECT INBOX");
            List<String> heard = client.ask("c FETCH 1 BODY.PEEK[]");
            assertThat(heard).hasSize(80_000 + 5).last().isEqualTo("c OK Fetched");
        }
    }

    @Test
    void who_does_not_read_is_not_waited_for_for_ever() throws Exception {
        ImapSettings.Limits impatient = new ImapSettings.Limits(
                100, 100, Duration.ofMinutes(31), Duration.ofMinutes(2), Duration.ofMillis(200), 1);
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, impatient);
                ImapPort.Client client = loggedIn(port)) {
            port.world.given("INBOX", Letter.of("Subject: large\n\n" + "0123456789\n".repeat(80_000)));
            client.ask("a SELECT INBOX");
            StringBuilder much = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                much.append('b').append(i).append(" FETCH 1 BODY.PEEK[]\r\n");
            }
            client.say(much.toString());
            assertThat(heardAfterHangUp(port, client)).isLessThan(50L * 80_000);
        }
    }

    private static long heardAfterHangUp(ImapPort port, ImapPort.Client client) throws IOException {
        try (ImapPort.Client other = loggedIn(port)) {
            // The other session is served meanwhile; its own silence is no reason to go.
            assertThat(other.ask("z NOOP")).last().isEqualTo("z OK Nothing done");
        }
        port.awaitConnections(0);
        try {
            return client.hearUntil("never").size();
        } catch (SocketException reset) {
            return 0;
        }
    }

    @Test
    void strangers_who_say_nothing_are_asked_to_leave() throws Exception {
        ImapSettings.Limits impatient = new ImapSettings.Limits(
                100, 100, Duration.ofMinutes(31), Duration.ofMillis(100), Duration.ofMinutes(5), 1);
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, impatient);
                ImapPort.Client client = port.connect()) {
            assertThat(client.hearUntil("* BYE")).last().isEqualTo("* BYE Nothing was said for too long");
            assertThat(client.hear()).isEmpty();
        }
    }

    @Test
    void one_connection_too_many_is_told_so() throws Exception {
        ImapSettings.Limits one = new ImapSettings.Limits(
                100, 1, Duration.ofMinutes(31), Duration.ofMinutes(2), Duration.ofMinutes(5), 1);
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, one);
                ImapPort.Client first = port.connect();
                ImapPort.Client second = port.connect()) {
            assertThat(first.hear()).startsWith("* OK");
            assertThat(second.hear()).startsWith("* BYE [UNAVAILABLE] Too many connections");
        }
    }

    @Test
    void a_server_that_stops_says_goodbye() throws Exception {
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, LIMITS);
                ImapPort.Client client = loggedIn(port)) {
            port.stop();
            assertThat(client.hear()).startsWith("* BYE [UNAVAILABLE]");
            assertThat(client.hear()).isEmpty();
        }
    }

    @Test
    void who_hangs_up_in_the_middle_of_a_message_leaves_nothing() throws Exception {
        try (ImapPort port = new ImapPort(Protection.CLEAR_PERMITTED, LIMITS)) {
            try (ImapPort.Client client = loggedIn(port)) {
                client.say("a APPEND INBOX {100}\r\n");
                assertThat(client.hear()).startsWith("+");
                client.say("half of it");
            }
            port.awaitConnections(0);
            assertThat(port.world.aborted).isEqualTo(1);
        }
    }

    private static ImapPort.Client loggedIn(ImapPort port) throws IOException {
        ImapPort.Client client = port.connect();
        client.hear();
        assertThat(client.ask("l LOGIN alice sesame")).last().asString().startsWith("l OK");
        return client;
    }
}
