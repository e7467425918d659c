package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start that {@code src/start/train} makes quick: what it leaves is used, and is never needed. */
class PractisedStartIT {

    private static final Path ARGUMENTS = Path.of("target", "quarkus-app", "java.args");

    @TempDir
    Path folder;

    @Test
    void classes_come_from_what_a_run_for_practice_left() throws Exception {
        practise();
        Path loaded = folder.resolve("loaded");

        try (RunningServer server = RunningServer.startWithOptions(
                List.of("@" + ARGUMENTS, "-Xlog:class+load:file=" + loaded), folder.resolve("data"))) {
            assertThat(server.ready()).as(server.output()).isTrue();
        }

        try (Stream<String> lines = Files.lines(loaded)) {
            List<String> ours =
                    lines.filter(line -> line.contains(" dev.posthaste.app.")).toList();
            assertThat(ours).isNotEmpty().anyMatch(line -> line.contains("source: shared objects file"));
        }
    }

    @Test
    void what_is_no_cache_and_what_is_no_option_keep_nobody_from_starting() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.aot"), "no cache");

        try (RunningServer server = RunningServer.startWithOptions(
                List.of(
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "-XX:AOTCache=" + broken,
                        "-XX:OptionOfAnotherJdk=" + broken),
                folder.resolve("data"))) {
            assertThat(server.ready()).as(server.output()).isTrue();
        }
    }

    private void practise() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "src/start/train").redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("train.log").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(builder.start().waitFor()).isZero();
        String said = Files.readString(folder.resolve("train.log"), StandardCharsets.UTF_8);
        assertThat(Files.readString(ARGUMENTS)).as(said).contains("posthaste.aot");
    }
}
