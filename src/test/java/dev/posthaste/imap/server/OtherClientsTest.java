package dev.posthaste.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.listener.Protection;
import dev.posthaste.mailbox.Letter;
import dev.posthaste.mailbox.MailboxStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others wrote: Python's imaplib, curl and mbsync. */
class OtherClientsTest {

    private static final String IMAPLIB = """
        import imaplib, ssl, sys
        imap = imaplib.IMAP4('127.0.0.1', int(sys.argv[1]))
        imap.starttls(ssl._create_unverified_context())
        try:
            imap.login('alice', 'wrong')
            raise AssertionError('a wrong password was taken')
        except imaplib.IMAP4.error as wrong:
            assert b'AUTHENTICATIONFAILED' in wrong.args[0], wrong
        imap.login('alice', 'sesame')
        def ok(answer):
            assert answer[0] == 'OK', answer
            return answer[1]
        assert ok(imap.select()) == [b'2']
        assert ok(imap.fetch('1', '(RFC822.SIZE BODY.PEEK[TEXT])'))[0][1] == b'one\\r\\n'
        assert ok(imap.search(None, 'SUBJECT', 'second')) == [b'2']
        ok(imap.store('1', '+FLAGS', '\\\\Deleted'))
        assert ok(imap.expunge()) == [b'1']
        ok(imap.create('"a b/c"'))
        ok(imap.append('"a b/c"', '(\\\\Seen)', '"17-Jul-1996 02:44:25 -0700"', b'Subject: x\\r\\n\\r\\n' + b'y' * 100000))
        ok(imap.copy('1', 'Trash'))
        assert b'(MESSAGES 1)' in ok(imap.status('Trash', '(MESSAGES)'))[0]
        assert ok(imap.select('"a b/c"')) == [b'1']
        assert len(ok(imap.uid('FETCH', '1:*', '(BODY[])'))[0][1]) == 100014
        ok(imap.close())
        imap.logout()
        """;

    @Test
    void python_imaplib_works_after_starttls() throws Exception {
        assumeInstalled("python3", "--version");
        try (ImapPort port = open(Protection.STARTTLS_BEFORE_LOGIN)) {
            assertThat(run("python3", "-c", IMAPLIB, Integer.toString(port.number)))
                    .isEmpty();
        }
    }

    @Test
    void curl_lists_fetches_searches_and_appends_with_implicit_tls() throws Exception {
        assumeInstalled("curl", "--version");
        try (ImapPort port = open(Protection.IMPLICIT_TLS)) {
            String url = "imaps://127.0.0.1:" + port.number + "/";
            assertThat(curl(url)).contains("* LIST (\\HasNoChildren) \"/\" INBOX");
            assertThat(curl(url + "INBOX;MAILINDEX=1")).isEqualTo("Subject: first\r\n\r\none\r\n");
            assertThat(curl(url + "INBOX?SUBJECT%20second")).isEqualTo("* SEARCH 2\r\n");
            assertThat(curl(url + "INBOX;UID=2;SECTION=TEXT")).isEqualTo("two\r\n");
        }
    }

    @Test
    void mbsync_mirrors_in_both_directions(@TempDir Path folder) throws Exception {
        assumeInstalled("mbsync", "--version");
        try (ImapPort port = open(Protection.CLEAR_PERMITTED)) {
            Path maildir = Files.createDirectory(folder.resolve("mail"));
            Path settings = folder.resolve("mbsyncrc");
            Files.writeString(settings, mbsync(port.number, maildir));
            run("mbsync", "-q", "-q", "-c", settings.toString(), "both");
            assertThat(files(maildir.resolve("INBOX/new"))).hasSize(2);
            Files.delete(files(maildir.resolve("INBOX/new")).get(0));
            Files.writeString(maildir.resolve("INBOX/cur/1.here:2,SF"), "Subject: local\n\nx\n");
            run("mbsync", "-q", "-q", "-c", settings.toString(), "both");
            assertThat(port.world
                            .mailbox
                            .open(
                                    port.world.alice,
                                    port.world.mailbox.inbox(port.world.alice),
                                    MailboxStore.Access.READ_ONLY)
                            .await()
                            .indefinitely()
                            .orElseThrow()
                            .uids())
                    .hasSize(2)
                    .contains(3);
        }
    }

    private static String mbsync(int port, Path maildir) {
        return """
            FSync no

            IMAPAccount there
            Host 127.0.0.1
            Port %d
            User alice
            Pass sesame
            SSLType None
            AuthMechs LOGIN

            IMAPStore there
            Account there

            MaildirStore here
            Path %s/
            Inbox %s/INBOX
            SubFolders Verbatim

            Channel both
            Far :there:
            Near :here:
            Patterns *
            Create Both
            Expunge Both
            SyncState *
            """.formatted(port, maildir, maildir);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static ImapPort open(Protection protection) {
        ImapPort port = new ImapPort(protection, ImapPort.LIMITS);
        port.world.given("INBOX", Letter.of("Subject: first\n\none\n"));
        port.world.given("INBOX", Letter.of("Subject: second\n\ntwo\n"));
        return port;
    }

    private static String curl(String url) throws IOException, InterruptedException {
        return run("curl", "-sS", "-m", "60", "-k", "-u", "alice:sesame", url);
    }

    private static void assumeInstalled(String... command) throws InterruptedException {
        boolean installed;
        try {
            installed = new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            installed = false;
        }
        assumeTrue(installed, command[0] + " is not installed");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process running = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
        return said;
    }
}
