package dev.posthaste;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands from documents as a reader would copy them: with bash, in a folder of its own. The first failing
 * command ends the run, an unset variable is an error, and curl fails on an error status.
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

    /** The result of a run. */
    public record Run(int code, String output, String errors) {}

    /** A shell in that folder, to which the paths of commands are relative. */
    public static Shell in(Path folder) throws IOException {
        Files.writeString(folder.resolve(".curlrc"), CURLRC);
        return new Shell(folder);
    }

    /** Runs the script to its end, with these variables and none of the server's. */
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
