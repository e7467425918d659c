package dev.posthaste.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transcripts, without a network. */
class TranscriptTest {

    private static final Logger LOG = Logger.getLogger("dev.posthaste.smtp.server");

    @BeforeAll
    static void thousands_of_sessions_are_not_logged() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void others_are() {
        LOG.setLevel(Level.INFO);
    }

    static List<Transcript> transcripts() {
        return Transcript.all();
    }

    /** Nothing may be sent behind STARTTLS, so those with it cannot be sent at once. */
    static List<Transcript> transcriptsWithoutTls() {
        return Transcript.all().stream().filter(each -> !each.hasTls()).toList();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void a_dialogue_goes_as_written(Transcript transcript) {
        Chat chat = new Chat(transcript.service());
        chat.line.open();
        StringBuilder heard = new StringBuilder(chat.line.sent());
        for (Transcript.Turn turn : transcript.turns()) {
            switch (turn) {
                case Transcript.Turn.Client(String line) -> heard.append(chat.say(line));
                case Transcript.Turn.Server(String line) -> heard.delete(0, expect(heard, line));
                case Transcript.Turn.Tls() -> chat.line.agreeToTls();
                case Transcript.Turn.Close() -> assertThat(chat.line.isClosed()).isTrue();
            }
        }
        assertThat(heard).isEmpty();
    }

    private static int expect(StringBuilder heard, String line) {
        assertThat(heard.toString()).startsWith(line + "\r\n");
        return line.length() + 2;
    }

    @ParameterizedTest
    @MethodSource("transcriptsWithoutTls")
    void the_same_is_said_to_a_client_that_sends_all_at_once(Transcript transcript) {
        Chat chat = new Chat(transcript.service());
        chat.line.open();
        String heard = chat.line.sent() + chat.send(transcript.sent());
        assertThat(heard).isEqualTo(transcript.expected());
        assertThat(chat.line.sends()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("transcriptsWithoutTls")
    void the_same_is_said_to_a_client_whose_octets_come_one_by_one(Transcript transcript) {
        Chat chat = new Chat(transcript.service());
        chat.line.open();
        for (byte octet : transcript.sent().getBytes(UTF_8)) {
            chat.line.receive(new byte[] {octet});
        }
        assertThat(chat.line.sent()).isEqualTo(transcript.expected());
    }

    @ParameterizedTest
    @MethodSource("transcriptsWithoutTls")
    void the_same_is_said_wherever_the_octets_are_cut_in_two(Transcript transcript) {
        String sent = new String(transcript.sent().getBytes(UTF_8), ISO_8859_1);
        for (int cut = 1; cut < sent.length(); cut++) {
            Chat chat = new Chat(transcript.service());
            chat.line.open();
            byte[] octets = sent.getBytes(ISO_8859_1);
            chat.line.receive(Arrays.copyOf(octets, cut));
            chat.line.receive(Arrays.copyOfRange(octets, cut, octets.length));
            assertThat(chat.line.sent()).as("cut at %d", cut).isEqualTo(transcript.expected());
        }
    }
}
