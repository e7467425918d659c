package dev.posthaste.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A process that starts the embedded database, says so, and runs until it is killed or told to stop. */
final class PostgresHolder implements AutoCloseable {

    private final Process process;
    private final String firstLine;

    private PostgresHolder(Process process, String firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    /** Runs {@link #main} in a JVM of its own. */
    static PostgresHolder start(Path data) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PostgresHolder.class.getName(),
                data.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        return new PostgresHolder(process, String.valueOf(output.readLine()));
    }

    /** {@code ready}, or why not. */
    String firstLine() {
        return firstLine;
    }

    long pid() {
        return process.pid();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }

    /** Ends when its standard input does. */
    public static void main(String[] arguments) throws IOException {
        try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]))) {
            EmbeddedPostgres server = EmbeddedPostgres.start(data, EmbeddedPostgresTest.PROGRAMS);
            System.out.println("ready");
            System.in.transferTo(System.out);
            server.stop();
        } catch (StartException cause) {
            System.out.println(cause.getMessage());
        }
    }
}
