package dev.posthaste.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.posthaste.listener.Protection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays {@code src/test/transcripts/pop3/*.txt} against a real port, once with what the client says between two answers
 * in one packet, once octet by octet.
 *
 * <pre>
 * # a remark
 * port: clear-permitted         one of Protection's constants; the first line
 * message: text                 one more in the maildrop, ␍␊ for CR LF; UIDs from 1
 * C: line                       said by the client
 * S: line                       said by the server, exactly; {uid N} for the unique id of message N
 * TLS                           handshake
 * lost                          the client closes the connection
 * closed                        the server has closed the connection
 * kept: 1 2                     UIDs that are in the maildrop now
 * </pre>
 */
class TranscriptsTest {

    private static final Path FOLDER = Path.of("src/test/transcripts/pop3");

    @TestFactory
    Stream<DynamicTest> every_transcript_is_kept_word_for_word() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> all = files.sorted().toList();
            assertThat(all).isNotEmpty();
            return all.stream()
                    .flatMap(file -> Arrays.stream(Pieces.values())
                            .map(pieces -> dynamicTest(
                                    file.getFileName() + " " + pieces.name().toLowerCase(Locale.ROOT),
                                    () -> play(file, pieces))));
        }
    }

    private enum Pieces {
        IN_ONE_PACKET,
        OCTET_BY_OCTET
    }

    private static void play(Path file, Pieces pieces) throws Exception {
        List<String> script = Files.readAllLines(file).stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        String protection = argument(script.getFirst(), "port: ").replace('-', '_');
        try (Port port = new Port(Protection.valueOf(protection.toUpperCase(Locale.ROOT)), Port.LIMITS)) {
            List<String> messages =
                    script.stream().filter(line -> line.startsWith("message: ")).toList();
            for (int uid = 1; uid <= messages.size(); uid++) {
                String text = argument(messages.get(uid - 1), "message: ");
                port.maildrops.put(uid, octets(text));
            }
            try (Client client = port.client()) {
                new Player(port, client, pieces).play(script.subList(1 + messages.size(), script.size()));
            }
        }
    }

    private record Player(Port port, Client client, Pieces pieces) {

        void play(List<String> script) throws Exception {
            List<String> said = new ArrayList<>();
            for (String line : script) {
                if (line.startsWith("C: ")) {
                    said.add(line.substring(3) + "\r\n");
                } else {
                    if (!said.isEmpty()) {
                        say(said);
                        said.clear();
                    }
                    hear(line);
                }
            }
        }

        private void say(List<String> lines) throws IOException {
            byte[] all = String.join("", lines).getBytes(StandardCharsets.UTF_8);
            switch (pieces) {
                case IN_ONE_PACKET -> client.send(all);
                case OCTET_BY_OCTET -> {
                    for (byte octet : all) {
                        client.send(new byte[] {octet});
                    }
                }
            }
        }

        private void hear(String line) throws Exception {
            switch (line.split(" ", 2)[0]) {
                case "S:" -> client.expect(withIds(line.substring(Math.min(3, line.length()))));
                case "TLS" -> client.startTls();
                case "lost" -> client.close();
                case "closed" -> client.expectClosed();
                case "kept:" ->
                    assertThat(port.maildrops.uids())
                            .isEqualTo(Arrays.stream(line.substring(5).trim().split(" "))
                                    .filter(word -> !word.isEmpty())
                                    .map(Long::valueOf)
                                    .toList());
                default -> throw new IllegalArgumentException(line);
            }
        }
    }

    private static String withIds(String line) {
        int at = line.indexOf("{uid ");
        if (at < 0) {
            return line;
        }
        int end = line.indexOf('}', at);
        long uid = Long.parseLong(line.substring(at + 5, end));
        return line.substring(0, at) + InMemoryMaildrops.uniqueId(uid) + line.substring(end + 1);
    }

    private static String argument(String line, String name) {
        assertThat(line).startsWith(name);
        return line.substring(name.length());
    }

    private static byte[] octets(String shown) {
        return shown.replace('␍', '\r').replace('␊', '\n').getBytes(StandardCharsets.UTF_8);
    }
}
