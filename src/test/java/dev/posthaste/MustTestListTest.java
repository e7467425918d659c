package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the list of known defects names exists. */
class MustTestListTest {

    private static final Path LIST = Path.of("src/docs/must-test.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Path TRANSCRIPTS = Path.of("src/test/transcripts");

    /** {@code package.ClassTest#method} or {@code transcripts/smtp/name.txt}. */
    private static final Pattern NAMED = Pattern.compile("`([a-z0-9.]*?)(\\w+)#(\\w+)`|`transcripts/([\\w/.-]+)`");

    @Test
    void every_test_that_the_list_names_exists() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (MatchResult named : NAMED.matcher(Files.readString(LIST)).results().toList()) {
            boolean exists = named.group(4) == null
                    ? sources.getOrDefault(named.group(1) + named.group(2), "").contains(" " + named.group(3) + "(")
                    : Files.exists(TRANSCRIPTS.resolve(named.group(4)));
            if (!exists) {
                missing.add(named.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void every_row_names_a_test_a_reason_or_what_it_waits_for() throws IOException {
        List<String> rows = Files.readAllLines(LIST).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Idea") && !line.startsWith("| ---"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(60).allMatch(row -> {
            String last = row.substring(row.indexOf('|', 1) + 1);
            return NAMED.matcher(last).find() || last.contains("cannot occur") || last.contains("later: needs ");
        });
    }

    /** The source of each test class by its package and name: {@code smtp.wire.DotReaderTest}. */
    private static Map<String, String> sources() throws IOException {
        Path root = TESTS.resolve("dev/posthaste");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> name(root.relativize(file)), MustTestListTest::text));
        }
    }

    private static String name(Path file) {
        return file.toString().replace(".java", "").replace('/', '.').replace('\\', '.');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
