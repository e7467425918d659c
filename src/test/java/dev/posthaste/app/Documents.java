package dev.posthaste.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The commands that the documents show. A block of code that says {@code sh} is run by {@link DocumentedCommandsIT}, one
 * that says {@code sh elsewhere} is, as each command within a sentence, in {@link DocumentedCommandsTest#ELSEWHERE}.
 */
final class Documents {

    private static final Pattern BLOCK =
            Pattern.compile("^```([^\\n`]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern COMMAND =
            Pattern.compile("(?:[A-Z_]+=\\S+ )*(?:make|mvn|java|curl|openssl|kubectl|dig|bash|python3|pg_dump) .+");

    private Documents() {}

    /**
     * Code between fences.
     *
     * @param kind what stands behind the opening fence
     */
    record Block(Path document, String kind, String text) {

        boolean isRunHere() {
            return kind.equals("sh");
        }

        boolean isRunElsewhere() {
            return kind.equals("sh elsewhere");
        }
    }

    /** Everything that people read. */
    static List<Path> all() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(
                Path.of("README.md"),
                Path.of("CHANGELOG.md"),
                Path.of(".github/CONTRIBUTING.md"),
                Path.of(".github/SECURITY.md"),
                Path.of("k8s/README.md"),
                Path.of("k8s/overlays/example/secrets.env")));
        for (String folder : List.of("src/docs", "src/adr")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            }
        }
        return documents;
    }

    static List<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path document : all()) {
            for (MatchResult found : BLOCK.matcher(text(document)).results().toList()) {
                blocks.add(new Block(document, found.group(1), found.group(2).strip()));
            }
        }
        return blocks;
    }

    /** The commands within sentences, each on one line. */
    static List<String> commandsInSentences() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path document : all()) {
            SPAN.matcher(BLOCK.matcher(text(document)).replaceAll(""))
                    .results()
                    .map(found -> found.group(1).replaceAll("\\s+", " ").strip())
                    .filter(COMMAND.asMatchPredicate())
                    .forEach(commands::add);
        }
        return commands;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
