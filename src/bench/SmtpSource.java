import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Load from eight processes of Postfix's smtp-source, which share the sessions. */
final class SmtpSource {

    private static final Path PROGRAM = Path.of("/usr/sbin/smtp-source");
    private static final int PROCESSES = 8;
    private static final int IDLE_MESSAGES = 200;

    private SmtpSource() {}

    /** Sends {@code messages} messages, distributed evenly over user0@a.test, user1@a.test …, on persistent connections. */
    static void send(int port, int mailboxes, int messages) throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing: apt-get install postfix");
        }
        // A process has one recipient: more mailboxes than processes need several turns.
        int turns = (mailboxes + PROCESSES - 1) / PROCESSES;
        int each = Math.max(1, messages / (turns * PROCESSES));
        int left = messages;
        for (int turn = 0; turn < turns; turn++) {
            List<Process> running = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                boolean last = turn == turns - 1 && i == PROCESSES - 1;
                int mine = last ? left : each;
                left -= mine;
                running.add(start(port, "user" + (turn * PROCESSES + i) % mailboxes + "@a.test", mine));
            }
            for (Process process : running) {
                finish(process);
            }
        }
    }

    private static Process start(int port, String recipient, int messages) throws IOException {
        return new ProcessBuilder(PROGRAM.toString(), "-4", "-d", "-s", String.valueOf(Bench.SESSIONS / PROCESSES),
                "-l", String.valueOf(Bench.OCTETS), "-m", String.valueOf(messages), "-M", "bench.test",
                "-f", "load@far.test", "-t", recipient, "127.0.0.1:" + port).redirectErrorStream(true).start();
    }

    private static void finish(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || said.contains("fatal")) {
            throw new IOException("smtp-source: " + said);
        }
    }

    /** Sequential messages over one connection: p50 and p99 of the time from the final dot to its reply, in milliseconds. */
    static Object[] idle(int port) throws IOException {
        double[] millis = new double[IDLE_MESSAGES];
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            ask(in, out, "EHLO bench.test\r\n", "250");
            String body = ("x".repeat(76) + "\r\n").repeat(Bench.OCTETS / 78);
            for (int i = 0; i < IDLE_MESSAGES; i++) {
                ask(in, out, "MAIL FROM:<load@far.test>\r\n", "250");
                ask(in, out, "RCPT TO:<user0@a.test>\r\n", "250");
                ask(in, out, "DATA\r\n", "354");
                out.write(("From: <load@far.test>\r\nSubject: idle " + i + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
                long begin = System.nanoTime();
                ask(in, out, ".\r\n", "250");
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
        }
        return Percentiles.cells(millis);
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
}
