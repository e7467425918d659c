package dev.posthaste.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where other servers went wrong, tried at the whole server. */
class MustTestIT {

    private static final String PASSWORD = "correct horse";

    private static final List<String> SQL = List.of(
            "' OR '1'='1",
            "x' OR 1=1 --",
            "alice@a.test'--",
            "alice@a.test' OR '1'='1",
            "alice@a.test\\",
            "%",
            "_lice@a.test",
            "$1",
            "alice@a.test; DROP TABLE account");

    @TempDir
    static Path folder;

    private static RunningServer server;
    private static Http http;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start(folder.resolve("data"));
        assertThat(server.ready()).as(server.output()).isTrue();
        http = new Http(server.web(), server.adminKey());
        http.post("/domains", new JsonObject().put("name", "a.test"));
        account("alice@a.test", PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_user_name_that_is_sql_logs_nobody_in_at_any_door() throws Exception {
        for (String name : SQL) {
            try (Octets imap = new Octets(server.port("imap"))) {
                String quoted = name.replace("\\", "\\\\");
                assertThat(imap.ask("a LOGIN \"" + quoted + "\" \"" + PASSWORD + "\""))
                        .as(name)
                        .startsWith("a NO [AUTHENTICATIONFAILED]");
            }
            try (Octets pop3 = new Octets(server.port("pop3"))) {
                pop3.ask("USER " + name);
                assertThat(pop3.ask("PASS " + PASSWORD)).as(name).startsWith("-ERR");
            }
            try (Octets smtp = new Octets(server.port("submission"))) {
                smtp.smtp("EHLO client");
                assertThat(smtp.smtp("AUTH PLAIN " + plain(name))).as(name).startsWith("535 5.7.8");
            }
        }
        assertThat(http.get("/accounts/alice@a.test").status()).isEqualTo(200);
    }

    @Test
    void one_password_of_two_accounts_opens_each_of_them_as_itself() throws Exception {
        account("twin1@a.test", "the same");
        account("twin2@a.test", "the same");
        deliver("twin2@a.test", "Subject: for the second\r\n\r\nx\r\n");
        for (int i = 0; i < 3; i++) {
            assertThat(messagesByPop3("twin1@a.test", "the same")).isEqualTo("+OK 0 0");
            assertThat(messagesByPop3("twin2@a.test", "the same")).startsWith("+OK 1 ");
        }
    }

    @Test
    void a_full_mailbox_does_not_keep_the_same_message_from_others() throws Exception {
        account("full@a.test", PASSWORD);
        account("roomy@a.test", PASSWORD);
        deliver("full@a.test", "Subject: fills it\r\n\r\nx\r\n");
        http.patch("/accounts/full@a.test", new JsonObject().put("quota", new JsonObject().put("storage_bytes", 1)));
        try (Octets peer = new Octets(server.port("mx"))) {
            peer.smtp("EHLO far.test");
            peer.smtp("MAIL FROM:<stranger@far.test>");
            assertThat(peer.smtp("RCPT TO:<full@a.test>")).startsWith("452 4.2.2");
            assertThat(peer.smtp("RCPT TO:<roomy@a.test>")).startsWith("250 ");
            peer.smtp("DATA");
            assertThat(peer.smtp("Subject: hi\r\n\r\nx\r\n.")).startsWith("250 ");
        }
        assertThat(messages("roomy@a.test").size()).isEqualTo(1);
    }

    @Test
    void fifty_clients_that_vanish_within_data_or_a_literal_leave_nothing() throws Exception {
        account("vanish@a.test", PASSWORD);
        List<Octets> clients = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            Octets peer = new Octets(server.port("mx"));
            peer.smtp("EHLO far.test");
            peer.smtp("MAIL FROM:<stranger@far.test>");
            peer.smtp("RCPT TO:<vanish@a.test>");
            peer.smtp("DATA");
            peer.say("Subject: half a message\r\n\r\n" + "x".repeat(1000 * i));
            clients.add(peer);
        }
        for (int i = 0; i < 5; i++) {
            Octets imap = new Octets(server.port("imap"));
            imap.ask("a LOGIN vanish@a.test \"" + PASSWORD + "\"");
            imap.ask("b APPEND INBOX {100000}");
            imap.say("Subject: half a literal\r\n\r\n" + "x".repeat(1000));
            clients.add(imap);
        }
        for (Octets client : clients) {
            client.close();
        }
        deliver("vanish@a.test", "Subject: whole\r\n\r\nx\r\n");
        assertThat(messages("vanish@a.test").encode()).contains("whole").doesNotContain("half");
    }

    @Test
    void a_browser_learns_nothing_at_any_mail_port() throws Exception {
        for (String listener : List.of("mx", "submission", "imap", "pop3")) {
            try (Octets port = new Octets(server.port(listener))) {
                port.say("POST / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\nCookie: secret=1\r\n");
                port.say(("X-Header: <img src=x>\r\n").repeat(40));
                StringBuilder answer = new StringBuilder();
                try {
                    while (true) {
                        answer.append(port.line()).append('\n');
                    }
                } catch (IOException closed) {
                    assertThat(answer.toString())
                            .as(listener)
                            .doesNotContain("HTTP", "script", "secret", "<img")
                            .hasSizeLessThan(4000);
                }
            }
        }
    }

    @Test
    void hostile_messages_are_taken_and_shown_by_every_door() throws Exception {
        account("hostile@a.test", PASSWORD);
        String parts = "--x\r\n\r\np\r\n".repeat(9_999);
        List<String> messages = List.of(
                "Subject: parts\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + parts
                        + "--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx\r\n--x--\r\n",
                nested(1_000),
                "Content-Type: message/rfc822\r\n\r\n".repeat(1_000) + "x\r\n",
                "Subject: a\0b\r\nFrom: x\0 <y@z.test>\r\n\r\nbo\0dy\r\n",
                "Subject: =?utf-16?Q?=FF?= =?x-no?B?////?= \u00FF\u00FE\r\nContent-Type: text/plain; charset=utf-7\r\n\r\n+AGA\u00FF\r\n",
                "X-Long: " + "y".repeat(400_000) + "\r\nSubject: long line\r\n\r\nx\r\n",
                "no header at all, and no empty line\r\n",
                "\r\n",
                ("Subject: 1\r\nFrom: a@b.test\r\n").repeat(50) + "\r\ntwice\r\n");
        for (String message : messages) {
            deliver("hostile@a.test", message);
        }
        assertThat(refusal("hostile@a.test", "X-Long: " + "y".repeat(1 << 20) + "\r\n\r\nx\r\n"))
                .startsWith("552 5.3.4");
        JsonArray shown = messages("hostile@a.test");
        assertThat(shown.size()).isEqualTo(messages.size());
        for (int i = 0; i < shown.size(); i++) {
            String path = "/accounts/hostile@a.test/messages/"
                    + shown.getJsonObject(i).getString("id");
            assertThat(http.get(path).status()).isEqualTo(200);
            assertThat(new String(http.octets(path + "/raw"), ISO_8859_1))
                    .endsWith(messages.get(messages.size() - 1 - i));
        }
        try (Octets imap = new Octets(server.port("imap"))) {
            imap.ask("a LOGIN hostile@a.test \"" + PASSWORD + "\"");
            imap.say("b SELECT INBOX");
            imap.lineThatBegins("b OK");
            imap.say("c FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY RFC822.SIZE BODY.PEEK[HEADER] BODY.PEEK[1])");
            assertThat(imap.lineThatBegins("c ")).startsWith("c OK");
            imap.say("d SEARCH OR BODY inner HEADER Subject long");
            assertThat(imap.lineThatBegins("d ")).startsWith("d OK");
        }
    }

    @Test
    void no_page_of_another_origin_may_read_an_answer_of_the_api() throws Exception {
        HttpClient browser = HttpClient.newHttpClient();
        for (String method : List.of("GET", "OPTIONS")) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(URI.create(server.web() + "/v1/domains"))
                            .header("Authorization", "Bearer " + server.adminKey())
                            .header("Origin", "https://evil.test")
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .as(method)
                    .isEmpty();
        }
    }

    @Test
    void it_listens_on_no_port_but_those_that_it_names() throws IOException {
        Path sockets = Path.of("/proc", String.valueOf(server.handle().pid()), "fd");
        assumeTrue(Files.isDirectory(sockets), "no /proc here");
        Set<String> own;
        try (Stream<Path> files = Files.list(sockets)) {
            own = files.map(MustTestIT::target).collect(Collectors.toSet());
        }
        List<Integer> open = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String row : Files.readAllLines(sockets.resolveSibling("net").resolve(table))) {
                String[] columns = row.strip().split("\\s+");
                if (columns[3].equals("0A") && own.contains("socket:[" + columns[9] + "]")) {
                    assertThat(columns[1])
                            .as("the loopback interface")
                            .startsWith(table.equals("tcp") ? "0100007F:" : "0000000000000000FFFF00000100007F:");
                    open.add(Integer.parseInt(columns[1].substring(columns[1].indexOf(':') + 1), 16));
                }
            }
        }
        assertThat(open).isNotEmpty().allMatch(port -> server.output().contains(":" + port));
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static String nested(int depth) {
        StringBuilder message = new StringBuilder("Subject: nested\r\n");
        for (int i = 0; i < depth; i++) {
            message.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        return message.append("\r\nx\r\n").toString();
    }

    private static void deliver(String to, String message) throws IOException {
        assertThat(refusal(to, message)).startsWith("250 ");
    }

    private static String refusal(String to, String message) throws IOException {
        try (Octets peer = new Octets(server.port("mx"))) {
            peer.smtp("EHLO far.test");
            peer.smtp("MAIL FROM:<stranger@far.test> BODY=8BITMIME");
            assertThat(peer.smtp("RCPT TO:<" + to + ">")).startsWith("250 ");
            peer.smtp("DATA");
            peer.send(message.getBytes(ISO_8859_1));
            return peer.smtp(".");
        }
    }

    private static String messagesByPop3(String user, String password) throws IOException {
        try (Octets pop3 = new Octets(server.port("pop3"))) {
            pop3.ask("USER " + user);
            assertThat(pop3.ask("PASS " + password)).startsWith("+OK");
            String count = pop3.ask("STAT");
            pop3.ask("QUIT");
            return count;
        }
    }

    private static JsonArray messages(String account) throws Exception {
        return http.get("/accounts/" + account + "/messages?folder=INBOX")
                .json()
                .getJsonArray("messages");
    }

    private static void account(String address, String password) throws Exception {
        Http.Answer made =
                http.post("/accounts", new JsonObject().put("address", address).put("password", password));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private static String plain(String user) {
        return Base64.getEncoder().encodeToString(("\0" + user + "\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }
}
