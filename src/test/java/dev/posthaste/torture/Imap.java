package dev.posthaste.torture;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of an IMAP client as it takes to read everything and to change it. Octets are ISO 8859-1 characters. */
final class Imap implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int tags;

    /** A response without its CRLF; each literal stands apart, and as {@code {n}} in the text. */
    record Unit(String text, List<String> literals) {}

    /** What came before a tagged response, and that response from its second word on. */
    record Reply(List<Unit> untagged, String status) {
        boolean isOk() {
            return status.startsWith("OK");
        }
    }

    /** Connects and hears the greeting. */
    Imap(int port) throws IOException {
        this.socket = new Socket("127.0.0.1", port);
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            this.out = socket.getOutputStream();
            String greeting = line();
            if (!greeting.startsWith("* OK")) {
                throw new IOException("no welcome: " + greeting);
            }
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /** A command and everything that comes until it is answered. */
    Reply command(String command) throws IOException {
        String tag = "a" + ++tags;
        out.write((tag + ' ' + command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        List<Unit> untagged = new ArrayList<>();
        while (true) {
            Unit unit = unit();
            if (unit.text().startsWith(tag + ' ')) {
                return new Reply(untagged, unit.text().substring(tag.length() + 1));
            }
            untagged.add(unit);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private Unit unit() throws IOException {
        StringBuilder text = new StringBuilder();
        List<String> literals = new ArrayList<>();
        while (true) {
            String line = line();
            text.append(line);
            Matcher literal = LITERAL.matcher(line);
            if (!literal.find()) {
                return new Unit(text.toString(), literals);
            }
            int length = Integer.parseInt(literal.group(1));
            byte[] octets = in.readNBytes(length);
            if (octets.length < length) {
                throw new EOFException("a literal was cut off");
            }
            literals.add(new String(octets, StandardCharsets.ISO_8859_1));
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            line.append((char) octet);
        }
        line.setLength(Math.max(0, line.length() - 1));
        return line.toString();
    }
}
