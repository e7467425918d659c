package dev.posthaste.app;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Lines and octets to and from a port, for whoever must not lose or change one. Text is ISO 8859-1: an octet is a character. */
final class Octets implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** Connects and reads the greeting, one line. */
    Octets(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
        line();
    }

    /** Sends a line and reads one. */
    String ask(String line) throws IOException {
        say(line);
        return line();
    }

    /** Sends a line. */
    void say(String line) throws IOException {
        send((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends octets. */
    void send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** The next line, without its CR LF, which alone ends it. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (last == '\r' && octet == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.substring(0, text.length() - 1);
            }
            line.write(octet);
            last = octet;
        }
        throw new IOException("the server closed the connection after " + line);
    }

    /** The next line with its end, which is any LF. */
    String lineByLf() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            line.write(octet);
            if (octet == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("the server closed the connection after " + line);
    }

    /** The next octets. */
    byte[] octets(int count) throws IOException {
        byte[] octets = new byte[count];
        new DataInputStream(in).readFully(octets);
        return octets;
    }

    /** The last line of an SMTP reply to a line. */
    String smtp(String line) throws IOException {
        String reply = ask(line);
        while (reply.charAt(3) == '-') {
            reply = line();
        }
        return reply;
    }

    /** Reads lines up to one that begins so. */
    String lineThatBegins(String beginning) throws IOException {
        String line = line();
        while (!line.startsWith(beginning)) {
            line = line();
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
