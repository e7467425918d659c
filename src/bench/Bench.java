import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** First figures: mail in, REST, mail out, each after a warm-up, against a server with every durability setting on. */
public final class Bench {

    private static final int SESSIONS = 32;
    private static final int MAILBOXES = 8;
    private static final int WARM_UP = 4_000;
    private static final int MESSAGES = 12_000;
    private static final String KEY = "ph_bench_admin";
    private static final String BODY = ("x".repeat(76) + "\r\n").repeat(48);

    private Map<String, Integer> ports;

    public static void main(String[] arguments) throws Exception {
        new Bench().run();
    }

    private void run() throws Exception {
        Sink sink = new Sink();
        Path folder = Files.createTempDirectory("posthaste-bench");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-jar",
                "target/quarkus-app/quarkus-run.jar");
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("POSTHASTE_"));
        environment.putAll(Map.of("POSTHASTE_MODE", "local", "POSTHASTE_DATA_DIR", folder.toString(),
                "POSTHASTE_ADMIN_KEY", KEY, "POSTHASTE_RELAY_ROUTES", "*=127.0.0.1:" + sink.port()));
        for (String listener : "HTTP MX SUBMISSION SUBMISSIONS LMTP IMAP IMAPS POP3 POP3S MANAGESIEVE".split(" ")) {
            environment.put("POSTHASTE_" + listener + "_PORT", "0");
        }
        Process server = builder.redirectErrorStream(true).start();
        try {
            ports = ready(server);
            measure(sink);
        } finally {
            server.destroy();
            server.waitFor(20, TimeUnit.SECONDS);
        }
    }

    private void measure(Sink sink) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        post(http, "/domains", "{\"name\":\"a.test\"}");
        for (int i = 0; i < MAILBOXES; i++) {
            post(http, "/accounts", "{\"address\":\"user" + i + "@a.test\",\"password\":\"correct horse\"}");
        }
        System.out.printf("cores %d, sessions %d, mailboxes %d, %d octets a message%n",
                Runtime.getRuntime().availableProcessors(), SESSIONS, MAILBOXES, BODY.length() + 120);
        smtp(WARM_UP);
        print("mail in, in the mailboxes", MESSAGES, smtp(MESSAGES));
        rest(WARM_UP / 4, "user1@a.test");
        print("REST, local recipient", MESSAGES / 4, rest(MESSAGES / 4, "user1@a.test"));
        sink.expect(WARM_UP / 4);
        rest(WARM_UP / 4, "far@remote.test");
        sink.await();
        sink.expect(MESSAGES / 4);
        long begin = System.nanoTime();
        rest(MESSAGES / 4, "far@remote.test");
        sink.await();
        print("REST to a remote server, delivered", MESSAGES / 4, System.nanoTime() - begin);
    }

    private static void print(String what, int messages, long nanos) {
        System.out.printf("%-36s %6.0f a second%n", what, messages * 1e9 / nanos);
    }

    private interface Work {
        void run(int session, AtomicInteger left) throws Exception;
    }

    private static long inParallel(int messages, Work work) throws Exception {
        AtomicInteger left = new AtomicInteger(messages);
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(SESSIONS);
        long begin = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++) {
            int session = i;
            Thread.ofPlatform().start(() -> {
                try {
                    work.run(session, left);
                } catch (Exception failure) {
                    failures.incrementAndGet();
                    System.err.println("session " + session + ": " + failure);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        if (failures.get() > 0) {
            throw new IllegalStateException(failures + " sessions failed");
        }
        return System.nanoTime() - begin;
    }

    private long smtp(int messages) throws Exception {
        return inParallel(messages, (session, left) -> {
            try (Socket socket = new Socket("127.0.0.1", ports.get("mx"))) {
                socket.setTcpNoDelay(true);
                BufferedReader in = reader(socket);
                OutputStream out = socket.getOutputStream();
                expect(in, "220");
                ask(in, out, "EHLO bench.test\r\n", "250");
                for (int n = left.decrementAndGet(); n >= 0; n = left.decrementAndGet()) {
                    ask(in, out, "MAIL FROM:<load@far.test>\r\n", "250");
                    ask(in, out, "RCPT TO:<user" + n % MAILBOXES + "@a.test>\r\n", "250");
                    ask(in, out, "DATA\r\n", "354");
                    ask(in, out, "From: <load@far.test>\r\nTo: <user@a.test>\r\nSubject: " + session + "-" + n
                            + "\r\nMessage-ID: <" + n + "." + System.nanoTime() + "@far.test>\r\n\r\n" + BODY + ".\r\n", "250");
                }
            }
        });
    }

    private long rest(int messages, String to) throws Exception {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String text = "y".repeat(2000);
        return inParallel(messages, (session, left) -> {
            for (int n = left.decrementAndGet(); n >= 0; n = left.decrementAndGet()) {
                post(http, "/emails", "{\"from\":\"user0@a.test\",\"to\":[\"" + to + "\"],\"subject\":\"" + session + "-"
                        + n + "\",\"text\":\"" + text + "\"}");
            }
        });
    }

    private void post(HttpClient http, String path, String json) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + ports.get("http") + "/v1" + path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    private static Map<String, Integer> ready(Process server) throws IOException {
        BufferedReader output = server.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready {")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                Map<String, Integer> ports = new java.util.HashMap<>();
                Pattern.compile("\"(\\w+)\":(\\d+)").matcher(line).results()
                        .forEach(found -> ports.put(found.group(1), Integer.valueOf(found.group(2))));
                return ports;
            }
        }
        throw new IOException("the server did not start; run 'make build' first");
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static void ask(BufferedReader in, OutputStream out, String text, String code) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        expect(in, code);
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("expected " + code + ", got " + line);
        }
    }

    /** A server that takes everything and keeps nothing. */
    private static final class Sink {
        private final ServerSocket server = new ServerSocket(0);
        private volatile CountDownLatch expected = new CountDownLatch(0);

        Sink() throws IOException {
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException closed) {
                System.err.println("sink: " + closed);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        void expect(int messages) {
            expected = new CountDownLatch(messages);
        }

        void await() throws InterruptedException {
            if (!expected.await(120, TimeUnit.SECONDS)) {
                throw new IllegalStateException(expected.getCount() + " messages did not arrive");
            }
        }

        private void serve(Socket socket) {
            try (socket) {
                BufferedReader in = reader(socket);
                OutputStream out = socket.getOutputStream();
                out.write("220 sink\r\n".getBytes(StandardCharsets.US_ASCII));
                boolean data = false;
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (data) {
                        data = !line.equals(".");
                        if (!data) {
                            out.write("250 2.0.0 taken\r\n".getBytes(StandardCharsets.US_ASCII));
                            expected.countDown();
                        }
                    } else {
                        data = line.equalsIgnoreCase("DATA");
                        String reply = data ? "354 go on\r\n" : line.startsWith("EHLO")
                                ? "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n" : "250 2.0.0 OK\r\n";
                        out.write(reply.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException gone) {
                System.err.println("sink: " + gone);
            }
        }
    }
}
