package dev.posthaste.smtp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transcripts over real sockets, with dependencies that answer from another thread. */
class SocketTranscriptTest {

    private static final ExecutorService ELSEWHERE = Executors.newVirtualThreadPerTaskExecutor();

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(new World(ELSEWHERE), Limits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        server.close();
        ELSEWHERE.close();
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
    void a_dialogue_goes_as_written(Transcript transcript) throws IOException {
        try (SocketClient client = server.connect(transcript.service())) {
            for (Transcript.Turn turn : transcript.turns()) {
                switch (turn) {
                    case Transcript.Turn.Client(String line) -> client.send(line + "\r\n");
                    case Transcript.Turn.Server(String line) ->
                        assertThat(RunningServer.anyId(client.line())).isEqualTo(RunningServer.anyId(line));
                    case Transcript.Turn.Tls() -> client.startTls();
                    case Transcript.Turn.Close() -> assertThat(client.rest()).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transcriptsWithoutTls")
    void the_same_is_said_to_a_client_that_sends_all_at_once(Transcript transcript) throws IOException {
        try (SocketClient client = server.connect(transcript.service())) {
            client.line();
            client.send(transcript.sent());
            assertThat(RunningServer.anyId(client.rest())).isEqualTo(withoutBanner(transcript));
        }
    }

    @ParameterizedTest
    @MethodSource("transcriptsWithoutTls")
    void the_same_is_said_to_a_client_whose_octets_come_one_by_one(Transcript transcript) throws IOException {
        try (SocketClient client = server.connect(transcript.service())) {
            client.line();
            for (byte octet : transcript.sent().getBytes(UTF_8)) {
                client.send(octet);
            }
            assertThat(RunningServer.anyId(client.rest())).isEqualTo(withoutBanner(transcript));
        }
    }

    private static String withoutBanner(Transcript transcript) {
        String expected = transcript.expected();
        return RunningServer.anyId(expected.substring(expected.indexOf('\n') + 1));
    }
}
