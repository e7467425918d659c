package dev.posthaste.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.Http;
import dev.posthaste.RunningServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that nobody here wrote, against the whole server. */
class ClientsIT {

    private static final String USER = "alice@a.test:correct horse";

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
        for (String name : List.of("alice", "bob", "sync", "swaks")) {
            Http.Answer made = http.post(
                    "/accounts",
                    new JsonObject().put("address", name + "@a.test").put("password", "correct horse"));
            assertThat(made.status()).as(made.body()).isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void curl_sends_by_smtps_and_reads_by_imaps_and_pop3s() throws Exception {
        assumeInstalled("curl");
        Path letter = folder.resolve("letter.eml");
        Files.writeString(letter, "From: alice@a.test\r\nTo: alice@a.test\r\nSubject: from curl\r\n\r\nHello\r\n");

        run(
                "curl",
                "-sS",
                "-k",
                "-u",
                USER,
                "--mail-from",
                "alice@a.test",
                "--mail-rcpt",
                "alice@a.test",
                "-T",
                letter.toString(),
                "smtps://127.0.0.1:" + server.port("submissions") + "/client.test");

        String imap = run(
                "curl", "-sS", "-k", "-u", USER, "imaps://127.0.0.1:" + server.port("imaps") + "/INBOX;MAILINDEX=1");
        String pop3 = run("curl", "-sS", "-k", "-u", USER, "pop3s://127.0.0.1:" + server.port("pop3s") + "/1");
        assertThat(imap).contains("Subject: from curl").contains("with ESMTPSA");
        assertThat(pop3).isEqualTo(imap);
        assertThat(run(
                        "curl",
                        "-sS",
                        "-k",
                        "--ssl-reqd",
                        "-u",
                        USER,
                        "imap://127.0.0.1:" + server.port("imap") + "/INBOX?SUBJECT%20curl"))
                .contains("* SEARCH 1");
    }

    @Test
    void swaks_submits_with_starttls_and_is_refused_with_a_wrong_password() throws Exception {
        assumeInstalled("swaks");
        assumeTrue(succeeds("perl", "-MNet::SSLeay", "-e", "1"), "Perl has no Net::SSLeay");
        String port = Integer.toString(server.port("submission"));

        String sent = run(
                "swaks",
                "--server",
                "127.0.0.1",
                "--port",
                port,
                "-tls",
                "-a",
                "LOGIN",
                "-au",
                "alice@a.test",
                "-ap",
                "correct horse",
                "--from",
                "alice@a.test",
                "--to",
                "swaks@a.test",
                "--header",
                "Subject: from swaks",
                "--body",
                "Hello");

        assertThat(sent).contains("TLS started with cipher").contains("235 ").contains("250 2.0.0");
        assertThat(http.get("/accounts/swaks@a.test/messages").body()).contains("from swaks");
        assertThat(succeeds(
                        "swaks",
                        "--server",
                        "127.0.0.1",
                        "--port",
                        port,
                        "-tls",
                        "-au",
                        "alice@a.test",
                        "-ap",
                        "wrong",
                        "--from",
                        "alice@a.test",
                        "--to",
                        "swaks@a.test"))
                .isFalse();
    }

    @Test
    void mbsync_copies_both_ways() throws Exception {
        assumeInstalled("mbsync");
        for (int i = 0; i < 20; i++) {
            http.post(
                    "/emails",
                    new JsonObject()
                            .put("from", "bob@a.test")
                            .put("to", new JsonArray().add("sync@a.test"))
                            .put("subject", "number " + i)
                            .put("text", "Hello"));
        }
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Path configuration = folder.resolve("mbsyncrc");
        Files.writeString(configuration, configuration(mail), StandardCharsets.UTF_8);

        run("mbsync", "-c", configuration.toString(), "-a");
        assertThat(count(mail.resolve("INBOX"))).isEqualTo(20);

        Path one = files(mail.resolve("INBOX")).getFirst();
        Files.move(one, mail.resolve("INBOX/cur/" + one.getFileName().toString().replaceFirst(":2,.*|$", ":2,FS")));
        Files.createDirectories(mail.resolve("Drafts/cur"));
        Files.writeString(
                mail.resolve("Drafts/cur/1700000000.M1P1.client:2,D"),
                "From: sync@a.test\nSubject: begun here\n\nHello\n");
        run("mbsync", "-c", configuration.toString(), "-a");

        assertThat(http.get("/accounts/sync@a.test/messages?folder=INBOX").body())
                .contains("\\\\Flagged");
        assertThat(http.get("/accounts/sync@a.test/messages?folder=Drafts").body())
                .contains("begun here")
                .contains("\\\\Draft");
    }

    private static String configuration(Path mail) {
        return """
                IMAPStore far
                Host 127.0.0.1
                Port %1$d
                User sync@a.test
                Pass "correct horse"
                SSLType None
                AuthMechs PLAIN

                MaildirStore near
                Path %2$s/
                Inbox %2$s/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Expunge Both
                SyncState *
                """.formatted(server.port("imap"), mail);
    }

    private static int count(Path maildir) throws Exception {
        return files(maildir).size();
    }

    private static List<Path> files(Path maildir) throws Exception {
        try (Stream<Path> fresh = Files.list(maildir.resolve("new"));
                Stream<Path> seen = Files.list(maildir.resolve("cur"))) {
            return Stream.concat(fresh, seen).toList();
        }
    }

    private static void assumeInstalled(String program) throws Exception {
        assumeTrue(succeeds("which", program), program + " is not installed");
    }

    private static boolean succeeds(String... command) throws Exception {
        return start(command).waitFor() == 0;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }

    private static Process start(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
