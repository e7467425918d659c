import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The load of the AOT training run: mail by SMTP, mail by REST and folders read by IMAP, four seconds each with four clients.
 * {@code train} saves what the JVM records of it.
 */
public final class TrainingLoad {

    private static final int AT_ONCE = 4;
    private static final Duration EACH = Duration.ofSeconds(4);
    private static final String PASSWORD = "correct horse";
    private static final String LINES = "All work and no play makes Jack a dull boy, and Jill a rich widow.\r\n".repeat(40);

    private static final List<String> FETCHES = List.of("(FLAGS ENVELOPE BODYSTRUCTURE)", "(BODY.PEEK[HEADER])", "(BODY.PEEK[])");

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String key;

    private TrainingLoad(String key) {
        this.key = key;
    }

    public static void main(String[] arguments) throws Exception {
        String key = Files.readString(Path.of(System.getenv("POSTHASTE_DATA_DIR"), "admin.key")).strip();
        new TrainingLoad(key).run();
    }

    private void run() throws Exception {
        post("/domains", "{\"name\":\"training.test\"}");
        for (int person = 0; person < AT_ONCE; person++) {
            post("/accounts", "{\"address\":\"" + address(person) + "\",\"password\":\"" + PASSWORD + "\"}");
        }
        atOnce(TrainingLoad::bySmtp);
        atOnce(this::byRest);
        atOnce(TrainingLoad::byImap);
    }

    /** What one client does until {@code end}, a value of {@link System#nanoTime}. */
    private interface Work {
        void doIt(int person, long end) throws Exception;
    }

    private static void atOnce(Work work) throws Exception {
        long end = System.nanoTime() + EACH.toNanos();
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<?>> all = new ArrayList<>();
            for (int n = 0; n < AT_ONCE; n++) {
                int person = n;
                all.add(workers.submit(() -> {
                    work.doIt(person, end);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private static void bySmtp(int person, long end) throws IOException {
        try (Line smtp = new Line("MX")) {
            smtp.until("220 ");
            smtp.ask("EHLO training.test", "250 ");
            for (int n = 0; System.nanoTime() < end; n++) {
                smtp.ask("MAIL FROM:<someone@far.test>", "250 ");
                smtp.ask("RCPT TO:<" + address(person) + ">", "250 ");
                smtp.ask("DATA", "354 ");
                smtp.ask("From: someone@far.test\r\nTo: " + address(person) + "\r\nSubject: number " + n + "\r\n\r\n" + LINES + ".", "250 ");
            }
        }
    }

    private void byRest(int person, long end) throws Exception {
        String text = LINES.replace("\r\n", "\\n");
        for (int n = 0; System.nanoTime() < end; n++) {
            post("/emails", "{\"from\":\"" + address(person) + "\",\"to\":[\"" + address((person + 1) % AT_ONCE)
                    + "\"],\"subject\":\"number " + n + "\",\"text\":\"" + text + "\"}");
        }
    }

    private static void byImap(int person, long end) throws IOException {
        try (Line imap = new Line("IMAP")) {
            imap.ask("a LOGIN " + address(person) + " \"" + PASSWORD + "\"", "a OK");
            imap.ask("b SELECT INBOX", "b OK");
            for (int n = 0; System.nanoTime() < end; n++) {
                imap.ask("c UID FETCH 1:100 " + FETCHES.get(n % FETCHES.size()), "c OK");
            }
        }
    }

    private void post(String path, String json) throws Exception {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + System.getenv("POSTHASTE_HTTP_PORT") + "/v1" + path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
    }

    private static String address(int person) {
        return "p" + person + "@training.test";
    }

    /** A connection that speaks a line protocol. */
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Line(String listener) throws IOException {
            socket = new Socket("localhost", Integer.parseInt(System.getenv("POSTHASTE_" + listener + "_PORT")));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        void ask(String line, String expected) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            until(expected);
        }

        void until(String expected) throws IOException {
            String line = in.readLine();
            while (line != null && !line.startsWith(expected)) {
                if (line.matches("[45]\\d\\d .*|[a-z] (NO|BAD) .*")) {
                    throw new IOException(line);
                }
                line = in.readLine();
            }
            if (line == null) {
                throw new IOException("closed before " + expected);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
