package dev.posthaste.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A POP3 client without manners: sends what it is told and reads line by line. */
final class Client implements AutoCloseable {

    /** Nothing here takes so long; a test that waits for an answer that never comes shall fail. */
    private static final int PATIENCE_MILLIS = 20_000;

    private Socket socket;
    private InputStream in;

    Client(int port) throws IOException {
        this(port, 64 * 1024);
    }

    Client(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    Client startTls() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAnyone()}, null);
        SSLSocket tls =
                (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        socket = tls;
        in = new BufferedInputStream(tls.getInputStream());
        return this;
    }

    Client send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Client send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
        return this;
    }

    Client expect(String line) throws IOException {
        assertThat(line()).isEqualTo(line);
        return this;
    }

    Client expectStart(String start) throws IOException {
        assertThat(line()).startsWith(start);
        return this;
    }

    Client login() throws IOException {
        expectStart("+OK ");
        send("USER mrose\r\nPASS tanstaaf\r\n");
        return expectStart("+OK ").expectStart("+OK Maildrop has ");
    }

    /** The next line without its CRLF; the end of the stream is a failure of the test. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int last = -1;
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new AssertionError("the connection was closed after " + line);
            }
            if (octet == '\n' && last == '\r') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.substring(0, text.length() - 1);
            }
            line.write(octet);
            last = octet;
        }
    }

    /** The octets of a multi-line response behind its first line, un-stuffed. */
    byte[] body() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String line = line(); !line.equals("."); line = line()) {
            String text = line.startsWith(".") ? line.substring(1) : line;
            body.writeBytes((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return body.toByteArray();
    }

    /** Reads to the end and tells how many octets there were. */
    long drain() throws IOException {
        long count = 0;
        byte[] some = new byte[64 * 1024];
        try {
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                count += read;
            }
        } catch (SocketException reset) {
            return count;
        }
        return count;
    }

    void expectClosed() throws IOException {
        assertThat(drain()).as("octets before the end").isZero();
    }

    /** Goes without a good-bye: the server hears of it at once. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustsAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
