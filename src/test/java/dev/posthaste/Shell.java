package dev.posthaste;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the documents print, run as somebody would who copies it: by bash, in a folder of his own. The first command that
 * fails ends it, a name that is not set is an error, and curl fails where the server answers with an error.
 */
public final class Shell {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String CURLRC = """
            silent
            show-error
            fail-with-body
            max-time = 60
            """;

    private final Path folder;

    private Shell(Path folder) {
        this.folder = folder;
    }

    /** What came of it. */
    public record Run(int code, String output, String errors) {}

    /** In that folder, where paths of a command begin. */
    public static Shell in(Path folder) throws IOException {
        Files.writeString(folder.resolve(".curlrc"), CURLRC);
        return new Shell(folder);
    }

    /** Runs it to its end, with these variables and none of the server's. */
    public Run run(String script, Map<String, String> variables) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("POSTHASTE_") || name.endsWith("_proxy"));
        environment.put("CURL_HOME", folder.toString());
        environment.putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.toHandle().destroyForcibly();
        }
        int code = process.waitFor();
        return new Run(code, Files.readString(output), Files.readString(errors));
    }
}
