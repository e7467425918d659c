package dev.posthaste.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** The server of a foreign domain. It outlives every kill, takes everything, and remembers when each message came. */
final class Sink implements AutoCloseable {

    /** Slow enough that a kill finds deliveries under way. */
    static final int USUAL_MILLIS = 60;

    private final ServerSocket door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Map<String, List<Instant>> arrivals = new ConcurrentHashMap<>();

    private final int slowestMillis;

    /** Takes as long as {@code slowestMillis}, at most, for a message. */
    Sink(int slowestMillis) throws IOException {
        this.slowestMillis = slowestMillis;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** When messages came, by the local part of their recipient. */
    Map<String, List<Instant>> arrivals() {
        return arrivals;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // That is how it ends.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            say(out, "220 sink.far.test ESMTP");
            String recipient = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.toUpperCase(Locale.ROOT);
                if (command.startsWith("RCPT TO:<")) {
                    recipient = line.substring("RCPT TO:<".length(), line.indexOf('@'));
                }
                if (command.equals("DATA")) {
                    say(out, "354 Go on");
                    take(in, recipient);
                }
                say(out, command.equals("QUIT") ? "221 Bye" : "250 OK");
            }
        } catch (IOException peerIsGone) {
            // Killed in the middle; it will come again.
        }
    }

    private void take(BufferedReader in, String recipient) throws IOException {
        for (String line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null) {
                throw new IOException("the peer went away within the message");
            }
        }
        arrivals.computeIfAbsent(recipient, key -> new CopyOnWriteArrayList<>()).add(Instant.now());
        LockSupport.parkNanos(Duration.ofMillis(ThreadLocalRandom.current().nextInt(slowestMillis))
                .toNanos());
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
