package dev.posthaste;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packaged server as a separate process, in local mode, with every port chosen freely. Needs the packaged jar, so
 * only tests named {@code *IT} use it.
 */
public final class RunningServer implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** Maximum time for SIGTERM: the server drains within ten seconds, and a loaded machine gets more. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    private static final Pattern PORT = Pattern.compile("\"(\\w+)\":(\\d+)");

    private final Process process;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final Thread reader;
    private final Map<String, Integer> ports = new HashMap<>();

    private RunningServer(Process process) throws IOException {
        this.process = process;
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.startsWith("ready {")) {
                PORT.matcher(line)
                        .results()
                        .forEach(found -> ports.put(found.group(1), Integer.valueOf(found.group(2))));
                break;
            }
        }
        // Reading a pipe pins a carrier thread of virtual threads while there is no output; with two processors, two
        // such readers would block all of them.
        this.reader = Thread.ofPlatform().daemon().start(() -> output.lines().forEach(lines::add));
    }

    /** Starts the server with data directory {@code data}; returns when it is ready or has exited. */
    public static RunningServer start(Path data) {
        return start(data, Map.of());
    }

    /** Like {@link #start(Path, Map)}, with another maximum heap size, such as {@code 128m}. */
    public static RunningServer startWithHeap(String heap, Path data, Map<String, String> variables) {
        return start(List.of("-Xmx" + heap), data, variables);
    }

    /** Like {@link #start(Path)}, with other JVM options. */
    public static RunningServer startWithOptions(List<String> options, Path data) {
        return start(options, data, Map.of());
    }

    /** Like {@link #start(Path)}, with additional or different variables. */
    public static RunningServer start(Path data, Map<String, String> variables) {
        return start(List.of("-Xmx768m"), data, variables);
    }

    private static RunningServer start(List<String> options, Path data, Map<String, String> variables) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("POSTHASTE_"));
        environment.put("POSTHASTE_DATA_DIR", data.toString());
        environment.put("POSTHASTE_MODE", "local");
        for (String listener : List.of(
                "HTTP", "MX", "SUBMISSION", "SUBMISSIONS", "LMTP", "IMAP", "IMAPS", "POP3", "POP3S", "MANAGESIEVE")) {
            environment.put("POSTHASTE_" + listener + "_PORT", "0");
        }
        environment.putAll(variables);
        try {
            return new RunningServer(builder.start());
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** Whether the server reported ready. */
    public boolean ready() {
        return !ports.isEmpty();
    }

    /** The port of a listener by its name in the {@code ready} line, such as {@code imaps}. */
    public int port(String listener) {
        Integer port = ports.get(listener);
        if (port == null) {
            throw new IllegalStateException("no " + listener + " in the server's output:\n" + output());
        }
        return port;
    }

    /** {@code http://localhost:port}. */
    public String web() {
        return "http://localhost:" + port("http");
    }

    /** The output so far. */
    public String output() {
        return lines.stream().collect(Collectors.joining("\n"));
    }

    /** The platform key, which a first start prints. */
    public String adminKey() {
        Matcher key = Pattern.compile("ph_live_\\w+").matcher(output());
        if (!key.find()) {
            throw new IllegalStateException("no key in the server's output:\n" + output());
        }
        return key.group();
    }

    /** The process; unlike {@link Process#destroy}, destroying it by this handle leaves its output readable. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Kills the process like {@code kill -9}. */
    public void kill() {
        handle().destroyForcibly();
        exitCode();
    }

    /** Sends SIGTERM and returns the exit code; a process that does not exit in time is killed, which gives 137. */
    public int stop() {
        handle().destroy();
        return exitCode();
    }

    /** Waits for the process to exit. */
    public int exitCode() {
        try {
            if (!process.waitFor(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                handle().destroyForcibly();
            }
            int code = process.waitFor();
            reader.join();
            return code;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
