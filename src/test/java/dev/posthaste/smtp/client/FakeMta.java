package dev.posthaste.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.util.SelfSignedCertificate;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP server on the loopback interface that runs scripts, one per connection; further connections repeat the last one:
 *
 * <pre>
 * S: 220 hello        sends the line
 * C: EHLO here.test   expects the line; otherwise answers 500 and fails the test
 * DATA                receives a message up to its final dot
 * TLS                 performs a TLS handshake
 * RAW 220 go\r\n      sends exactly this
 * HANG                sends nothing until the client disconnects
 * DROP                closes the connection; so does the end of the script, when the client has closed
 * </pre>
 */
public final class FakeMta implements AutoCloseable {

    private static final SelfSignedCertificate OWN = own();
    private static final SSLContext TLS = tls();

    private final ServerSocket server;
    private final List<String> scripts;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstScriptPlayed = new CountDownLatch(1);
    private volatile int connections;

    /** Starts listening on 127.0.0.1, on a free port. */
    public FakeMta(String... scripts) {
        this("127.0.0.1", 0, scripts);
    }

    /** Starts listening on an address of the loopback interface. */
    public FakeMta(String address, int port, String... scripts) {
        try {
            this.server = new ServerSocket(port, 50, InetAddress.getByName(address));
            this.scripts = List.of(scripts);
            Thread.ofVirtual().start(this::accept);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
    }

    /** The port. */
    public int port() {
        return server.getLocalPort();
    }

    /** The endpoint, with the name of the certificate. */
    public Endpoint endpoint() {
        return new Endpoint("mx.test", server.getInetAddress(), port());
    }

    /** The complete messages, dot-stuffed as received. */
    public List<String> messages() {
        return messages;
    }

    /** Number of connections. */
    public int connections() {
        return connections;
    }

    /** Asserts that the script of the first connection was completed and that the client sent nothing else. */
    public void assertPlayed() throws InterruptedException {
        assertThat(firstScriptPlayed.await(20, TimeUnit.SECONDS))
                .as("script played to its end")
                .isTrue();
        assertThat(complaints).isEmpty();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                int number = connections++;
                String script = scripts.get(Math.min(number, scripts.size() - 1));
                Thread.ofVirtual().start(() -> play(socket, script, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void play(Socket first, String script, int number) {
        try (Socket socket = first) {
            new Player(socket).play(script);
            if (number == 0) {
                firstScriptPlayed.countDown();
            }
        } catch (SocketException gone) {
            // The client has disconnected, or the test has ended.
        } catch (IOException failure) {
            complaints.add(failure.toString());
        }
    }

    private final class Player {
        private Socket socket;
        private InputStream in;

        Player(Socket socket) throws IOException {
            use(socket);
        }

        void play(String script) throws IOException {
            for (String step : script.strip().split("\n")) {
                if (!perform(step.strip())) {
                    return;
                }
            }
            in.transferTo(ByteArrayOutputStream.nullOutputStream());
        }

        private boolean perform(String step) throws IOException {
            if (step.startsWith("S: ")) {
                say(step.substring(3) + "\r\n");
            } else if (step.startsWith("C: ")) {
                hear(step.substring(3));
            } else if (step.startsWith("RAW ")) {
                say(step.substring(4).replace("\\r", "\r").replace("\\n", "\n"));
            } else if (step.equals("DATA")) {
                messages.add(message());
            } else if (step.equals("TLS")) {
                handshake();
            } else if (step.equals("HANG")) {
                in.transferTo(ByteArrayOutputStream.nullOutputStream());
            } else if (step.equals("DROP")) {
                socket.close();
                return false;
            } else {
                throw new IllegalArgumentException(step);
            }
            return true;
        }

        private void use(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        private void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        private void hear(String wanted) throws IOException {
            String heard = line();
            if (!heard.equals(wanted)) {
                complaints.add("expected '" + wanted + "' and heard '" + heard + "'");
            }
        }

        private String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int octet = in.read();
            while (octet != '\n' && octet >= 0) {
                line.write(octet);
                octet = in.read();
            }
            String text = line.toString(StandardCharsets.UTF_8);
            if (!text.endsWith("\r")) {
                complaints.add("no CR before LF after '" + text + "'");
                return text;
            }
            return text.substring(0, text.length() - 1);
        }

        private String message() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = line(); !line.equals("."); line = line()) {
                lines.add(line + "\r\n");
                if (!complaints.isEmpty()) {
                    throw new SocketException("not a message: " + complaints);
                }
            }
            return String.join("", lines);
        }

        private void handshake() throws IOException {
            SSLSocket secured = (SSLSocket) TLS.getSocketFactory().createSocket(socket, "mx.test", port(), true);
            secured.setUseClientMode(false);
            secured.startHandshake();
            use(secured);
        }
    }

    /** A self-signed certificate for {@code mx.test}. */
    public static X509Certificate certificate() {
        return OWN.cert();
    }

    private static SelfSignedCertificate own() {
        try {
            SelfSignedCertificate own = new SelfSignedCertificate("mx.test");
            own.delete();
            return own;
        } catch (CertificateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SSLContext tls() {
        try {
            KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, null);
            keys.setKeyEntry("own", OWN.key(), new char[0], new Certificate[] {OWN.cert()});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Joins parts of a script. */
    public static String script(String... parts) {
        return String.join("\n", Arrays.stream(parts).map(String::strip).toList());
    }
}
