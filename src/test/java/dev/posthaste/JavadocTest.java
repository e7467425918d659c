package dev.posthaste;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of javadoc can be made, without a warning; they are in {@code target/javadoc} afterwards. */
class JavadocTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path OUTPUT = Path.of("target/javadoc");

    /**
     * Tags that would repeat a name or a sentence are left out on purpose; a constructor may have nothing to say but its tags. A constructor that nobody wrote belongs to beans, which
     * nobody but the framework makes.
     */
    private static final Pattern INTENDED = Pattern.compile(
            ".*: warning: (no @(param|return|throws) for .*|no @return|no main description|use of default constructor, .*)");

    private static final Pattern COMPLAINT = Pattern.compile("(.*: )?(warning|error|warning - .*|error - .*): .*");

    @Test
    void every_public_type_and_method_is_described_and_every_link_leads_somewhere() throws Exception {
        Path arguments = arguments();

        Process javadoc = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "javadoc")
                                .toString(),
                        "-J-Xmx800m",
                        "-J-Duser.language=en",
                        "@" + arguments)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(javadoc.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();

        assertThat(lines)
                .filteredOn(line -> COMPLAINT.matcher(line).matches())
                .filteredOn(line -> !INTENDED.matcher(line).matches())
                .isEmpty();
        assertThat(javadoc.waitFor()).as(String.join("\n", lines)).isZero();
        assertThat(OUTPUT.resolve("index.html")).exists();
    }

    /** In a file, since a command line is too short for them. What protoc wrote is on the class path and has no pages. */
    private static Path arguments() throws IOException {
        Files.createDirectories(OUTPUT);
        StringBuilder arguments = new StringBuilder();
        for (String argument : new String[] {
            "-quiet", "-public", "-Xdoclint:all", "-Xmaxwarns", "100000", "-encoding", "UTF-8", "--release", "21", "-d"
        }) {
            arguments.append(argument).append('\n');
        }
        arguments.append(quoted(OUTPUT.toString()));
        arguments.append("-cp\n").append(quoted(System.getProperty("java.class.path")));
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            sources.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .forEach(path -> arguments.append(quoted(path.toString())));
        }
        return Files.writeString(Path.of("target", "javadoc.arguments"), arguments);
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\") + "\"\n";
    }
}
