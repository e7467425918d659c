package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Clients that nobody here wrote, against the whole server: those of {@code src/test/clients} that are quick. */
class ClientsIT {

    private static final Path RESULTS = Path.of("target", "clients.tsv");

    @TestFactory
    Stream<DynamicTest> every_client_that_is_installed_does_what_people_do_with_it() throws Exception {
        assumeTrue(installed("python3", "--version"), "python3 is not installed");
        assumeTrue(installed("openssl", "version"), "openssl is not installed");
        Files.deleteIfExists(RESULTS);
        Process runner = new ProcessBuilder("python3", "src/test/clients/run.py", "--quick")
                .redirectErrorStream(true)
                .start();
        String said = new String(runner.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        runner.waitFor();
        assertThat(RESULTS).as(said).exists();
        List<String> results = Files.readAllLines(RESULTS);
        assertThat(results).as(said).isNotEmpty();
        return results.stream().map(ClientsIT::test);
    }

    /** A line is: PASS, FAIL or SKIP, the client, its version, what it did or why not, seconds. */
    private static DynamicTest test(String result) {
        String[] columns = result.split("\t", -1);
        String said = String.join(" ", columns);
        return DynamicTest.dynamicTest(columns[1], () -> {
            switch (columns[0]) {
                case "PASS" -> assertThat(columns).hasSize(5);
                case "SKIP" -> abort(said);
                default -> fail(said);
            }
        });
    }

    private static boolean installed(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
