package dev.posthaste;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A connection to a local port for line protocols, driven by a test. */
public final class Dialogue implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    /** Connects. */
    public Dialogue(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.out = socket.getOutputStream();
    }

    /** Sends a line with CRLF. */
    public void say(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Reads the next line. */
    public String hear() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the server closed the connection");
        }
        return line;
    }

    /** Reads lines up to and including the first with this prefix. */
    public List<String> hearUntil(String beginning) throws IOException {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(hear());
        } while (!lines.getLast().startsWith(beginning));
        return lines;
    }

    /** Sends an SMTP command and returns the last line of its reply. */
    public String smtp(String command) throws IOException {
        say(command);
        return reply();
    }

    /** The last line of an SMTP reply. */
    public String reply() throws IOException {
        String line = hear();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = hear();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
