package dev.posthaste.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.Vectors;
import dev.posthaste.Vectors.Vector;
import dev.posthaste.api.grpc.v1.AppendMessageRequest;
import dev.posthaste.api.grpc.v1.Chunk;
import dev.posthaste.api.grpc.v1.GetRawMessageRequest;
import dev.posthaste.api.grpc.v1.Message;
import dev.posthaste.api.grpc.v1.MessageServiceGrpc;
import dev.posthaste.api.grpc.v1.RawMessage;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hard messages and bounces of the world, taken in by each door and given back by all of them byte for byte. SMTP takes
 * them with CR LF alone, as RFC 5321 section 2.3.8 has it; the calls of the API make every line end CR LF; an APPEND is
 * kept as it came.
 */
class VectorsIT {

    private static final String PASSWORD = "correct horse";

    /** What the door puts before a message that comes by SMTP. */
    private static final String PREFIX = "Return-Path: <[^\r\n]*>\r\nReceived: [^\r\n]+\r\n(\t[^\r\n]+\r\n)+";

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;
    private static ManagedChannel connection;
    private static Channel grpc;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"));
        assertThat(server.ready()).as(server.output()).isTrue();
        http = new Http(server.web(), server.adminKey());
        http.post("/domains", new JsonObject().put("name", "a.test"));
        connection = ManagedChannelBuilder.forAddress("localhost", server.port("http"))
                .usePlaintext()
                .build();
        Metadata key = new Metadata();
        key.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + server.adminKey());
        grpc = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(key));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        connection.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        server.close();
    }

    @Test
    void what_comes_by_smtp_is_given_back_byte_for_byte_by_every_door() throws Exception {
        account("smtp@a.test");
        List<byte[]> sent = new ArrayList<>();
        try (Octets peer = new Octets(server.port("mx"))) {
            peer.smtp("EHLO mail.far.test");
            for (Vector vector : vectors()) {
                byte[] canonical = canonical(vector.octets());
                if (!text(canonical).equals(text(vector.octets()))) {
                    assertThat(data(peer, vector.octets())).as(vector.name()).startsWith("550 5.6.11 ");
                }
                assertThat(data(peer, canonical)).as(vector.name()).startsWith("250 2.0.0 ");
                sent.add(ended(canonical));
            }
        }
        List<String> prefixed = byImap("smtp@a.test");
        for (int i = 0; i < sent.size(); i++) {
            assertThat(prefixed.get(i)).endsWith(text(sent.get(i)));
            String prefix = prefixed.get(i).substring(0, prefixed.get(i).length() - sent.get(i).length);
            assertThat(prefix).matches(PREFIX);
        }
        assertGivenBack("smtp@a.test", hashes(prefixed));
    }

    @Test
    void what_is_appended_by_imap_is_given_back_byte_for_byte_by_every_door() throws Exception {
        account("imap@a.test");
        List<String> appended = new ArrayList<>();
        try (Octets imap = new Octets(server.port("imap"))) {
            login(imap, "imap@a.test");
            for (Vector vector : vectors()) {
                assertThat(imap.ask("b APPEND INBOX {" + vector.octets().length + "}"))
                        .startsWith("+");
                imap.send(vector.octets());
                imap.say("");
                assertThat(imap.lineThatBegins("b ")).as(vector.name()).startsWith("b OK [APPENDUID ");
                appended.add(text(vector.octets()));
            }
        }
        assertGivenBack("imap@a.test", hashes(appended));
    }

    @Test
    void what_is_appended_by_rest_is_given_back_byte_for_byte_by_every_door() throws Exception {
        account("rest@a.test");
        List<String> appended = new ArrayList<>();
        for (Vector vector : vectors()) {
            Http.Answer answer =
                    http.post("/accounts/rest@a.test/messages?folder=INBOX", "message/rfc822", vector.octets());
            assertThat(answer.status()).as(vector.name() + answer.body()).isEqualTo(201);
            appended.add(text(canonical(vector.octets())));
        }
        assertGivenBack("rest@a.test", hashes(appended));
    }

    @Test
    void what_is_appended_by_grpc_is_given_back_byte_for_byte_by_every_door() throws Exception {
        account("grpc@a.test");
        List<String> appended = new ArrayList<>();
        for (Vector vector : vectors()) {
            append(vector.octets());
            appended.add(text(canonical(vector.octets())));
        }
        assertGivenBack("grpc@a.test", hashes(appended));
    }

    /** The vectors of the project, and the public ones where they are. */
    private static List<Vector> vectors() {
        List<Vector> all = new ArrayList<>(Vectors.own());
        all.addAll(Vectors.shared("mime"));
        all.addAll(Vectors.shared("bounces"));
        assertThat(all).hasSize(7 + 80 + 157);
        return all;
    }

    /** IMAP, POP3, REST and gRPC give these messages in this order. */
    private static void assertGivenBack(String account, List<String> expected) throws Exception {
        assertThat(hashes(byImap(account))).as("IMAP").isEqualTo(expected);
        List<String> ids = ids(account);
        List<String> rest = new ArrayList<>();
        List<String> rpc = new ArrayList<>();
        for (String id : ids) {
            rest.add(text(http.octets("/accounts/" + account + "/messages/" + id + "/raw")));
            rpc.add(byGrpc(account, id));
        }
        assertThat(hashes(rest)).as("REST").isEqualTo(expected);
        assertThat(hashes(rpc)).as("gRPC").isEqualTo(expected);
        // RFC 1939 section 3: a message ends with CR LF there.
        assertThat(hashes(byPop3(account)))
                .as("POP3")
                .isEqualTo(hashes(rest.stream()
                        .map(message -> text(ended(message.getBytes(ISO_8859_1))))
                        .toList()));
    }

    private static String data(Octets peer, byte[] message) throws IOException {
        peer.smtp("MAIL FROM:<stranger@far.test> BODY=8BITMIME");
        assertThat(peer.smtp("RCPT TO:<smtp@a.test>")).startsWith("250 ");
        assertThat(peer.smtp("DATA")).startsWith("354 ");
        String stuffed = text(ended(message)).replace("\r\n.", "\r\n..");
        peer.send((stuffed.startsWith(".") ? "." + stuffed : stuffed).getBytes(ISO_8859_1));
        return peer.smtp(".");
    }

    private static void append(byte[] octets) throws Exception {
        CompletableFuture<Message> answer = new CompletableFuture<>();
        StreamObserver<AppendMessageRequest> requests = MessageServiceGrpc.newStub(grpc)
                .appendMessage(new StreamObserver<>() {
                    @Override
                    public void onNext(Message message) {
                        answer.complete(message);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        requests.onNext(AppendMessageRequest.newBuilder()
                .setAccount("grpc@a.test")
                .setFolder("INBOX")
                .setRaw(RawMessage.newBuilder().setData(ByteString.copyFrom(octets)))
                .build());
        requests.onCompleted();
        assertThat(answer.get(30, TimeUnit.SECONDS).getId()).startsWith("msg_");
    }

    private static String byGrpc(String account, String id) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        MessageServiceGrpc.newBlockingStub(grpc)
                .getRawMessage(GetRawMessageRequest.newBuilder()
                        .setAccount(account)
                        .setId(id)
                        .build())
                .forEachRemaining(
                        (Chunk chunk) -> message.writeBytes(chunk.getData().toByteArray()));
        return text(message.toByteArray());
    }

    private static List<String> byImap(String account) throws IOException {
        List<String> messages = new ArrayList<>();
        try (Octets imap = new Octets(server.port("imap"))) {
            login(imap, account);
            imap.say("b EXAMINE INBOX");
            imap.lineThatBegins("b OK");
            imap.say("c FETCH 1:* (BODY.PEEK[])");
            for (String line = imap.line(); !line.startsWith("c "); line = imap.line()) {
                int size = Integer.parseInt(line.substring(line.indexOf('{') + 1, line.length() - 1));
                messages.add(text(imap.octets(size)));
                assertThat(imap.line()).isEqualTo(")");
            }
        }
        return messages;
    }

    /** As most clients read, for which an LF alone ends a line (poplib, fetchmail). */
    private static List<String> byPop3(String account) throws IOException {
        List<String> messages = new ArrayList<>();
        try (Octets pop3 = new Octets(server.port("pop3"))) {
            pop3.ask("USER " + account);
            assertThat(pop3.ask("PASS " + PASSWORD)).startsWith("+OK");
            int count = Integer.parseInt(pop3.ask("STAT").split(" ")[1]);
            for (int i = 1; i <= count; i++) {
                assertThat(pop3.ask("RETR " + i)).startsWith("+OK");
                StringBuilder message = new StringBuilder();
                for (String line = pop3.lineByLf(); !line.equals(".\r\n"); line = pop3.lineByLf()) {
                    message.append(line.startsWith(".") ? line.substring(1) : line);
                }
                messages.add(message.toString());
            }
        }
        return messages;
    }

    /** Of the messages in INBOX, the oldest first. */
    private static List<String> ids(String account) throws Exception {
        JsonArray newestFirst = http.get("/accounts/" + account + "/messages?folder=INBOX&page_size=500")
                .json()
                .getJsonArray("messages");
        List<String> ids = new ArrayList<>();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            ids.add(newestFirst.getJsonObject(i).getString("id"));
        }
        return ids;
    }

    private static void login(Octets imap, String account) throws IOException {
        imap.say("a LOGIN " + account + " \"" + PASSWORD + "\"");
        imap.lineThatBegins("a OK");
    }

    private static void account(String address) throws Exception {
        Http.Answer made =
                http.post("/accounts", new JsonObject().put("address", address).put("password", PASSWORD));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private static List<String> hashes(List<String> messages) {
        return messages.stream().map(VectorsIT::hash).toList();
    }

    private static String hash(String message) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message.getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] canonical(byte[] message) {
        return text(message).replaceAll("\r\n|\r|\n", "\r\n").getBytes(ISO_8859_1);
    }

    private static byte[] ended(byte[] message) {
        return text(message).endsWith("\r\n") ? message : (text(message) + "\r\n").getBytes(ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, ISO_8859_1);
    }
}
