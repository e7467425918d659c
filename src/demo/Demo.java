import dev.posthaste.api.grpc.v1.EmailServiceGrpc;
import dev.posthaste.api.grpc.v1.ListMessagesRequest;
import dev.posthaste.api.grpc.v1.Mailbox;
import dev.posthaste.api.grpc.v1.MessageServiceGrpc;
import dev.posthaste.api.grpc.v1.SendEmailRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Makes a domain and two accounts, sends by REST, gRPC and SMTP, and reads by REST, gRPC, IMAP and POP3. */
public final class Demo {

    private static final String PASSWORD = "correct horse";

    private final String domain = "demo" + ProcessHandle.current().pid() + ".test";
    private final String alice = "alice@" + domain;
    private final String bob = "bob@" + domain;
    private final String key = key();
    private final HttpClient http = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws Exception {
        new Demo().run();
    }

    private void run() throws Exception {
        post("/domains", "{\"name\":\"" + domain + "\"}");
        post("/accounts", "{\"address\":\"" + alice + "\",\"password\":\"" + PASSWORD + "\"}");
        post("/accounts", "{\"address\":\"" + bob + "\",\"password\":\"" + PASSWORD + "\"}");
        say("made " + domain + " with " + alice + " and " + bob);
        post("/emails", "{\"from\":\"" + alice + "\",\"to\":[\"" + bob + "\"],\"subject\":\"by REST\",\"text\":\"Hello\"}");
        say("sent by REST");
        ManagedChannel channel = ManagedChannelBuilder.forAddress("localhost", port("HTTP", 8080)).usePlaintext().build();
        try {
            byGrpc(channel);
            bySmtp();
            read(channel);
        } finally {
            channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        }
    }

    private void byGrpc(ManagedChannel channel) {
        EmailServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer()))
                .sendEmail(SendEmailRequest.newBuilder()
                        .setFrom(Mailbox.newBuilder().setAddress(alice))
                        .addTo(Mailbox.newBuilder().setAddress(bob))
                        .setSubject("by gRPC")
                        .setText("Hello")
                        .build());
        say("sent by gRPC");
    }

    private void bySmtp() throws IOException {
        try (Lines smtp = new Lines(port("MX", 2525))) {
            smtp.until("220 ");
            smtp.ask("EHLO demo.test", "250 ");
            smtp.ask("MAIL FROM:<someone@far.test>", "250 ");
            smtp.ask("RCPT TO:<" + bob + ">", "250 ");
            smtp.ask("DATA", "354 ");
            smtp.ask("From: someone@far.test\r\nTo: " + bob + "\r\nSubject: by SMTP\r\n\r\nHello\r\n.", "250 ");
        }
        say("sent by SMTP");
    }

    private void read(ManagedChannel channel) throws Exception {
        say("REST reads:  " + get("/accounts/" + bob + "/messages?folder=INBOX").length() + " octets of JSON");
        MessageServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer()))
                .listMessages(ListMessagesRequest.newBuilder().setAccount(bob).setFolder("INBOX").build())
                .getMessagesList()
                .forEach(message -> say("gRPC reads:  " + message.getSubject()));
        try (Lines imap = new Lines(port("IMAP", 2143))) {
            imap.ask("a LOGIN " + bob + " \"" + PASSWORD + "\"", "a OK");
            imap.ask("b SELECT INBOX", "b OK");
            say("IMAP reads:  " + imap.ask("c SEARCH ALL", "* SEARCH"));
        }
        try (Lines pop3 = new Lines(port("POP3", 2110))) {
            pop3.until("+OK");
            pop3.ask("USER " + bob, "+OK");
            pop3.ask("PASS " + PASSWORD, "+OK");
            say("POP3 reads:  " + pop3.ask("STAT", "+OK"));
        }
    }

    private Metadata bearer() {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        return metadata;
    }

    private void post(String path, String json) throws Exception {
        answer(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private String get(String path) throws Exception {
        return answer(HttpRequest.newBuilder(uri(path)).GET());
    }

    private String answer(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(
                request.header("Authorization", "Bearer " + key).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static URI uri(String path) {
        return URI.create("http://localhost:" + port("HTTP", 8080) + "/v1" + path);
    }

    private static int port(String listener, int defaultPort) {
        String configured = System.getenv("POSTHASTE_" + listener + "_PORT");
        return configured == null ? defaultPort : Integer.parseInt(configured);
    }

    private static String key() {
        String configured = System.getenv("POSTHASTE_ADMIN_KEY");
        String data = System.getenv().getOrDefault("POSTHASTE_DATA_DIR", "data");
        try {
            return configured == null ? Files.readString(Path.of(data, "admin.key")).strip() : configured;
        } catch (IOException missing) {
            throw new IllegalStateException("start the server with 'make run' first, or set POSTHASTE_ADMIN_KEY", missing);
        }
    }

    private static void say(String sentence) {
        System.out.println(sentence);
    }

    /** A connection that speaks a line protocol. */
    private static final class Lines implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Lines(int port) throws IOException {
            socket = new Socket("localhost", port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String ask(String line, String expected) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return until(expected);
        }

        String until(String expected) throws IOException {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(expected)) {
                    return line;
                }
                if (line.startsWith("-ERR") || line.matches("[45]\\d\\d .*")) {
                    throw new IOException(line);
                }
            }
            throw new IOException("closed before " + expected);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
