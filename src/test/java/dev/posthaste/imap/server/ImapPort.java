package dev.posthaste.imap.server;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.certificate.CertificateName;
import dev.posthaste.certificate.SelfSigned;
import dev.posthaste.certificate.ServerTls;
import dev.posthaste.certificate.SniKeyManager;
import dev.posthaste.listener.Protection;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A server on a free port of the loopback, with a world behind it. */
final class ImapPort implements AutoCloseable {

    static final ImapSettings.Limits LIMITS =
            new ImapSettings.Limits(100, 100, Duration.ofMinutes(31), Duration.ofMinutes(2), Duration.ofMinutes(5), 1);

    final World world = new World();
    final int number;
    private final Vertx vertx = Vertx.vertx();
    private final ImapServer server;
    private boolean stopped;

    ImapPort(Protection protection, ImapSettings.Limits limits) {
        server = new ImapServer(
                vertx, tls(), new ImapSettings("127.0.0.1", 0, protection, limits), world.dependencies());
        number = server.start().await().atMost(Duration.ofSeconds(60));
    }

    private static ServerTls tls() {
        InstantSource clock = InstantSource.system();
        try {
            List<CertificateName> names = List.of(CertificateName.parse("localhost"));
            return new ServerTls(new SniKeyManager(new SelfSigned(clock, new SecureRandom()).generate(names), clock));
        } catch (AddressSyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void stop() {
        stopped = true;
        server.stop(Duration.ofSeconds(30)).await().atMost(Duration.ofSeconds(60));
    }

    /** Waits until so many connections are open. */
    void awaitConnections(int wanted) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (server.connections() != wanted) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(server.connections() + " connections are open");
            }
            Thread.onSpinWait();
        }
    }

    Client connect() throws IOException {
        return new Client(new Socket("127.0.0.1", number));
    }

    @Override
    public void close() {
        if (!stopped) {
            server.stop(Duration.ofMillis(1)).await().atMost(Duration.ofSeconds(60));
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A client that reads lines. */
    static final class Client implements AutoCloseable {

        private Socket socket;
        private BufferedReader lines;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(60_000);
            lines = reader();
        }

        private BufferedReader reader() throws IOException {
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void say(String octets) throws IOException {
            socket.getOutputStream().write(octets.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
        }

        /** The next line; empty at the end of the connection. */
        String hear() throws IOException {
            String line = lines.readLine();
            return line == null ? "" : line;
        }

        /** Lines up to one that begins so, or the end. */
        List<String> hearUntil(String beginning) throws IOException {
            List<String> heard = new ArrayList<>();
            String line;
            do {
                line = lines.readLine();
                if (line != null) {
                    heard.add(line);
                }
            } while (line != null && !line.startsWith(beginning));
            return heard;
        }

        List<String> ask(String command) throws IOException {
            say(command + "\r\n");
            return hearUntil(command.substring(0, command.indexOf(' ') + 1));
        }

        /** Goes on in TLS, whoever the server says it is. */
        void startTls() throws IOException, GeneralSecurityException {
            SSLContext trusting = SSLContext.getInstance("TLS");
            trusting.init(null, new TrustManager[] {new Credulous()}, null);
            SSLSocket secured =
                    (SSLSocket) trusting.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
            secured.startHandshake();
            socket = secured;
            lines = reader();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Trusts everybody. */
    private static final class Credulous implements X509TrustManager {

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
