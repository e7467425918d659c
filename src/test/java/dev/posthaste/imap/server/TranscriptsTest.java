package dev.posthaste.imap.server;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.posthaste.listener.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Plays the dialogues of {@code src/test/transcripts/imap}. */
class TranscriptsTest {

    private static final Path TRANSCRIPTS = Path.of("src/test/transcripts/imap");

    @TestFactory
    Stream<DynamicTest> dialogues() throws IOException {
        try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
            return files.sorted().toList().stream()
                    .map(file -> dynamicTest(file.getFileName().toString(), () -> play(file)));
        }
    }

    private static void play(Path file) throws IOException {
        String script = Files.readString(file);
        Channel channel = script.startsWith("# in clear text") ? Channel.CLEAR : Channel.TLS;
        new Play(new World(), channel).play(script);
    }
}
