package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import dev.posthaste.S3Server;
import dev.posthaste.blob.BlobStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that is larger than a third of the heap passes: it is never gathered whole. */
class LargeMessageIT {

    /** Lines of 76 characters: 45 MiB of the 50 MiB that are allowed. */
    private static final int LINES = 605_000;

    private static final String HEAP = "128m";

    @TempDir
    Path folder;

    @Test
    void a_message_of_45_mib_comes_in_and_goes_out_through_a_heap_of_128_mib() throws Exception {
        try (RunningServer server = RunningServer.startWithHeap(HEAP, folder, Map.of())) {
            passes(server);
        }
    }

    @Test
    void it_passes_to_and_from_a_file() throws Exception {
        Path blobs = folder.resolve("blobs");
        Map<String, String> variables =
                Map.of("POSTHASTE_BLOB_URL", blobs.toUri().toString());
        try (RunningServer server = RunningServer.startWithHeap(HEAP, folder.resolve("data"), variables)) {
            passes(server);
            assertThat(files(blobs)).hasSize(2).anyMatch(file -> file.toFile().length() > LINES * 78L);
        }
    }

    @Test
    void it_passes_to_and_from_a_bucket() throws Exception {
        Path objects = Files.createDirectory(folder.resolve("objects"));
        try (S3Server bucket = S3Server.start(objects)) {
            Map<String, String> variables = Map.of(
                    "POSTHASTE_BLOB_URL", "s3://id:secret@" + S3Server.BUCKET + "?endpoint=" + bucket.endpoint());
            try (RunningServer server = RunningServer.startWithHeap(HEAP, folder.resolve("data"), variables)) {
                passes(server);
                assertThat(files(objects)).hasSizeGreaterThan(LINES * 78 / BlobStore.CHUNK);
                bucket.close();
                largeOnesAreToComeAgain(server);
            }
        }
    }

    private static void passes(RunningServer server) throws Exception {
        assertThat(server.ready()).as(server.output()).isTrue();
        Http http = new Http(server.web(), server.adminKey());
        http.post("/domains", new JsonObject().put("name", "a.test"));
        http.post("/accounts", new JsonObject().put("address", "big@a.test").put("password", "correct horse"));

        String sent = send(server.port("mx"));
        JsonObject message = newest(http);
        long prefix = message.getLong("size") - LINES * 78L - header().length();
        long length = LINES * 78L + header().length();

        assertThat(byImap(server.port("imap"), 1, prefix)).isEqualTo(sent);
        assertThat(byRest(server, message.getString("id"), prefix, length)).isEqualTo(sent);
        programsSendLargeOnesToo(server, http);
        assertThat(server.output()).doesNotContain("OutOfMemoryError");
    }

    private static void programsSendLargeOnesToo(RunningServer server, Http http) throws Exception {
        String text = "Somewhat more than a row holds.\r\n".repeat(10_000);
        Http.Answer answer = http.post("/emails", email(text));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);

        JsonObject message = newest(http);
        String id = message.getString("id");
        String raw = http.get("/accounts/big@a.test/messages/" + id + "/raw").body();
        assertThat(raw).contains(text).hasSize(message.getInteger("size"));
        assertThat(byImap(server.port("imap"), 2, 0)).isEqualTo(byRest(server, id, 0, raw.length()));
    }

    /** Small messages need no bucket; large ones are asked to come again. */
    private static void largeOnesAreToComeAgain(RunningServer server) throws Exception {
        Http http = new Http(server.web(), server.adminKey());
        assertThat(http.post("/emails", email("small")).status()).isEqualTo(202);

        Http.Answer refused = http.post("/emails", email("Somewhat more than a row holds.\r\n".repeat(20_000)));
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    }

    private static JsonObject email(String text) {
        return new JsonObject()
                .put("from", "big@a.test")
                .put("to", new JsonArray().add("big@a.test"))
                .put("subject", "large")
                .put("text", text);
    }

    private static JsonObject newest(Http http) throws Exception {
        JsonArray messages =
                http.get("/accounts/big@a.test/messages?folder=INBOX").json().getJsonArray("messages");
        return messages.stream()
                .map(JsonObject.class::cast)
                .max(Comparator.comparingLong(message -> message.getLong("uid")))
                .orElseThrow();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String header() {
        return "From: x@far.test\r\nTo: big@a.test\r\nSubject: large\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    }

    /** Sends it and says what it was. */
    private static String send(int port) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random chance = new Random(45);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 16);
            InputStream in = socket.getInputStream();
            out.write("EHLO far.test\r\nMAIL FROM:<x@far.test>\r\nRCPT TO:<big@a.test>\r\nDATA\r\n".getBytes());
            // The greeting has to be waited for; the commands may come at once after it.
            assertThat(in.read()).isEqualTo('2');
            out.flush();
            byte[] header = header().getBytes(StandardCharsets.US_ASCII);
            digest.update(header);
            out.write(header);
            for (int i = 0; i < LINES; i++) {
                byte[] line = line(chance);
                digest.update(line);
                out.write(line);
            }
            out.write(".\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).contains("250 2.0.0");
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] line(Random chance) {
        byte[] line = new byte[78];
        for (int i = 0; i < 76; i++) {
            line[i] = (byte) ('A' + chance.nextInt(26));
        }
        line[76] = '\r';
        line[77] = '\n';
        return line;
    }

    private static String byImap(int port, int number, long prefix) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            socket.getOutputStream()
                    .write(("a LOGIN big@a.test \"correct horse\"\r\nb EXAMINE INBOX\r\nc FETCH " + number
                                    + " (BODY.PEEK[])\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String line = "";
            while (!line.contains("BODY[] {")) {
                line = line(in);
            }
            long size = Long.parseLong(line.replaceAll("(?s).*\\{(\\d+)}.*", "$1"));
            return digest(in, prefix, size - prefix);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.readUnsignedByte(); octet != '\n'; octet = in.readUnsignedByte()) {
            line.append((char) octet);
        }
        return line.toString();
    }

    private static String byRest(RunningServer server, String id, long prefix, long length) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.web() + "/v1/accounts/big@a.test/messages/" + id + "/raw"))
                .header("Authorization", "Bearer " + server.adminKey())
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return digest(body, prefix, length);
        }
    }

    private static String digest(InputStream in, long skip, long length) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        in.skipNBytes(skip);
        byte[] buffer = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            assertThat(read).isPositive();
            digest.update(buffer, 0, read);
            left -= read;
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
