package dev.posthaste.smtp.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dialogue from {@code src/test/transcripts/smtp}: {@code C:} what the client sends, {@code S:} what the server must
 * say, {@code S! close} that it hangs up, {@code C! tls} that both change to TLS; the first line names the service.
 */
record Transcript(String name, Service service, List<Turn> turns) {

    sealed interface Turn {
        record Client(String line) implements Turn {}

        record Server(String line) implements Turn {}

        record Tls() implements Turn {}

        record Close() implements Turn {}
    }

    static List<Transcript> all() {
        try (Stream<Path> files = Files.list(Path.of("src/test/transcripts/smtp"))) {
            return files.sorted().map(Transcript::read).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean hasTls() {
        return turns.stream().anyMatch(turn -> turn instanceof Turn.Tls);
    }

    /** All that the server must say. */
    String expected() {
        StringBuilder expected = new StringBuilder();
        for (Turn turn : turns) {
            if (turn instanceof Turn.Server(String line)) {
                expected.append(line).append("\r\n");
            }
        }
        return expected.toString();
    }

    /** All that the client sends. */
    String sent() {
        StringBuilder sent = new StringBuilder();
        for (Turn turn : turns) {
            if (turn instanceof Turn.Client(String line)) {
                sent.append(line).append("\r\n");
            }
        }
        return sent.toString();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Transcript read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            Service service = Service.valueOf(lines.getFirst().substring("service: ".length()));
            List<Turn> turns = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    turns.add(turn(file, line));
                }
            }
            return new Transcript(file.getFileName().toString(), service, turns);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Turn turn(Path file, String line) {
        String text = line.length() > 3 ? line.substring(3) : "";
        return switch (line.substring(0, 2)) {
            case "C:" -> new Turn.Client(text);
            case "S:" -> new Turn.Server(text);
            case "C!" -> new Turn.Tls();
            case "S!" -> new Turn.Close();
            default -> throw new IllegalArgumentException(file + ": " + line);
        };
    }
}
