package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
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
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
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
        try (RunningServer server = RunningServer.startWithHeap(HEAP, folder)) {
            assertThat(server.ready()).as(server.output()).isTrue();
            Http http = new Http(server.web(), server.adminKey());
            http.post("/domains", new JsonObject().put("name", "a.test"));
            http.post("/accounts", new JsonObject().put("address", "big@a.test").put("password", "correct horse"));

            String sent = send(server.port("mx"));
            JsonObject message = http.get("/accounts/big@a.test/messages?folder=INBOX")
                    .json()
                    .getJsonArray("messages")
                    .getJsonObject(0);
            long prefix = message.getLong("size") - LINES * 78L - header().length();

            assertThat(byImap(server.port("imap"), prefix)).isEqualTo(sent);
            assertThat(byRest(server, message.getString("id"), prefix)).isEqualTo(sent);
            assertThat(server.output()).doesNotContain("OutOfMemoryError");
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

    private static String byImap(int port, long prefix) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            socket.getOutputStream()
                    .write(("a LOGIN big@a.test \"correct horse\"\r\nb EXAMINE INBOX\r\nc FETCH 1 (BODY.PEEK[])\r\n")
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

    private static String byRest(RunningServer server, String id, long prefix) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(server.web() + "/v1/accounts/big@a.test/messages/" + id + "/raw"))
                .header("Authorization", "Bearer " + server.adminKey())
                .build();
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return digest(body, prefix, LINES * 78L + header().length());
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
