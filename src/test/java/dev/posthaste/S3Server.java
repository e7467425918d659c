package dev.posthaste;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An S3-compatible server (Adobe's S3Mock) with one empty bucket, as a separate process on a free port. */
public final class S3Server implements AutoCloseable {

    /** The name of the bucket. */
    public static final String BUCKET = "mail";

    /** Copied there by Maven's process-test-resources. */
    private static final Path JAR = Path.of("target", "s3mock", "s3mock.jar");

    private static final Pattern STARTED = Pattern.compile("Tomcat started on ports .*?(\\d+) \\(http\\)");

    private final Process process;
    private final int port;

    private S3Server(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server that stores its objects below {@code folder}; returns when it answers. */
    public static S3Server start(Path folder) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            JAR.toAbsolutePath().toString(),
                            "--server.port=0",
                            "--com.adobe.testing.s3mock.httpPort=0",
                            "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET,
                            "--com.adobe.testing.s3mock.store.root=" + folder.toAbsolutePath())
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop-s3-server"));
            BufferedReader output = process.inputReader();
            int port = port(output);
            Thread.ofPlatform().daemon().start(() -> output.lines().forEach(line -> {}));
            return new S3Server(process, port);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** The URL of the server. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Kills the process. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static int port(BufferedReader output) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                return Integer.parseInt(started.group(1));
            }
        }
        throw new IOException("the S3 server did not start:\n" + said);
    }
}
