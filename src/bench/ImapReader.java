import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An IMAP client that counts FETCH responses and discards their content. */
final class ImapReader implements AutoCloseable {

    /** The FETCH items of a client that opens a folder, shows a message list, reads headers, and downloads. */
    static final List<String> COMMANDS =
            List.of("(UID FLAGS)", "(UID FLAGS ENVELOPE BODYSTRUCTURE)", "(UID BODY.PEEK[HEADER])", "(UID BODY.PEEK[])");

    private static final int TIMES = 9;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private ImapReader(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.out = socket.getOutputStream();
    }

    static ImapReader logIn(int port, String user) throws IOException {
        ImapReader reader = new ImapReader(new Socket("127.0.0.1", port));
        reader.line();
        reader.command("LOGIN " + user + " " + Posthaste.PASSWORD);
        reader.command("SELECT INBOX");
        return reader;
    }

    /** Median of nine runs of the command, in milliseconds; fails unless each run returns {@code expected} FETCH responses. */
    double median(String command, int expected) throws IOException {
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            int fetched = command(command);
            millis[i] = (System.nanoTime() - begin) / 1e6;
            if (fetched != expected) {
                throw new IOException(fetched + " answers to " + command);
            }
        }
        return Percentiles.of(millis, 0.5);
    }

    /** Sends the command and returns the number of FETCH responses before the tagged OK. */
    private int command(String command) throws IOException {
        out.write(("a " + command + "\r\n").getBytes(StandardCharsets.US_ASCII));
        int fetched = 0;
        while (true) {
            String line = line();
            if (line.startsWith("a ")) {
                if (!line.startsWith("a OK")) {
                    throw new IOException(command + ": " + line);
                }
                return fetched;
            }
            fetched += line.startsWith("* ") && line.contains(" FETCH (") ? 1 : 0;
            while (line.endsWith("}")) {
                in.skipNBytes(Long.parseLong(line.substring(line.lastIndexOf('{') + 1, line.length() - 1)));
                line = line();
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(128);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the server closed the connection");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
