import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An SMTP server that accepts every message and discards it. */
final class Sink implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0);
    private volatile CountDownLatch expected = new CountDownLatch(0);

    Sink() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException failure) {
                if (!server.isClosed()) {
                    System.err.println("sink: " + failure);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
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
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
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
