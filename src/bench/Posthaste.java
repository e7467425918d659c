import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Posthaste process, started as {@code make run} starts it, with an embedded database in its own folder. */
final class Posthaste implements AutoCloseable {

    static final String KEY = "ph_bench_admin";
    static final String PASSWORD = "correct-horse";

    private final Process process;
    private final Map<String, Integer> ready;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private int accounts;

    private Posthaste(Process process, Map<String, Integer> ready) {
        this.process = process;
        this.ready = ready;
    }

    /** Starts the server with a route that sends all outgoing mail to a port on this machine. */
    static Posthaste start(Path folder, int relay) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@target/quarkus-app/java.args", "-jar", "target/quarkus-app/quarkus-run.jar");
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("POSTHASTE_"));
        environment.putAll(Map.of("POSTHASTE_MODE", "local", "POSTHASTE_DATA_DIR", folder.toString(),
                "POSTHASTE_ADMIN_KEY", KEY, "POSTHASTE_RELAY_ROUTES", "*=127.0.0.1:" + relay));
        for (String listener : "HTTP MX SUBMISSION SUBMISSIONS LMTP IMAP IMAPS POP3 POP3S MANAGESIEVE".split(" ")) {
            environment.put("POSTHASTE_" + listener + "_PORT", "0");
        }
        Disk.hold(environment);
        Process process = builder.redirectErrorStream(true).start();
        return new Posthaste(process, ready(process));
    }

    private static Map<String, Integer> ready(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready {")) {
                Thread.ofPlatform().daemon().start(() -> drain(output));
                Map<String, Integer> ready = new HashMap<>();
                Pattern.compile("\"(\\w+)\":(\\d+)").matcher(line).results()
                        .forEach(found -> ready.put(found.group(1), Integer.valueOf(found.group(2))));
                return ready;
            }
            said.append(line).append('\n');
        }
        throw new IOException("the server did not start; has 'make build' been run?\n" + said);
    }

    /** Runs on a platform thread: reading a pipe pins the carrier thread of a virtual one. */
    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // Drains the output so that the server does not block.
            }
        } catch (IOException closed) {
            // The process was stopped.
        }
    }

    int port(String listener) {
        return ready.get(listener);
    }

    int startMillis() {
        return ready.get("startup_ms");
    }

    /** Creates user0@a.test, user1@a.test …, as far as they do not exist yet. */
    void accounts(int wanted) throws IOException, InterruptedException {
        if (accounts == 0) {
            call("POST", "/domains", "{\"name\":\"a.test\"}");
        }
        for (; accounts < wanted; accounts++) {
            call("POST", "/accounts", "{\"address\":\"user" + accounts + "@a.test\",\"password\":\"" + PASSWORD + "\"}");
        }
    }

    /** Number of messages in the INBOXes of the first {@code mailboxes} accounts, from the API. */
    long messagesIn(int mailboxes) throws IOException, InterruptedException {
        long sum = 0;
        for (int i = 0; i < mailboxes; i++) {
            String folders = call("GET", "/accounts/user" + i + "@a.test/folders", "");
            Matcher inbox = Pattern.compile("\\{[^{}]*\"name\":\"INBOX\"[^{}]*\\}").matcher(folders);
            Matcher count = Pattern.compile("\"(?:messages|message_count)\":(\\d+)").matcher(inbox.find() ? inbox.group() : "");
            if (!count.find()) {
                throw new IOException("no count of INBOX in " + folders);
            }
            sum += Long.parseLong(count.group(1));
        }
        return sum;
    }

    /** Returns the body of the response; fails on a status of 300 or more. */
    String call(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request(method, path, json), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    HttpRequest request(String method, String path, String json) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port("http") + "/v1" + path))
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    long javaMiB() throws IOException {
        return memory(process.toHandle(), "VmRSS") / 1024;
    }

    /** Sum of the proportional set sizes of the server's child processes, in MiB: shared pages count once. */
    long postgresMiB() throws IOException {
        long kilobytes = 0;
        for (ProcessHandle child : process.descendants().toList()) {
            kilobytes += memory(child, "Pss");
        }
        return kilobytes / 1024;
    }

    private static long memory(ProcessHandle handle, String what) throws IOException {
        Path file = Path.of("/proc/" + handle.pid() + (what.equals("Pss") ? "/smaps_rollup" : "/status"));
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(what + ":")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (java.nio.file.NoSuchFileException gone) {
            return 0;
        }
        return 0;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
