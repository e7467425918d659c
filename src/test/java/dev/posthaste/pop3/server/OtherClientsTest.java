package dev.posthaste.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthaste.listener.Protection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clients that others wrote: Python's poplib and curl. */
class OtherClientsTest {

    private static final String MESSAGE = "From: a@example.org\r\nSubject: hello\r\n\r\n.dot\r\n..\r\nlast\r\n";

    private static final String POPLIB = """
            import poplib, ssl, sys
            pop = poplib.POP3('127.0.0.1', int(sys.argv[1]))
            assert 'STLS' in pop.capa(), pop.capa()
            trusting = ssl._create_unverified_context()
            pop.stls(context=trusting)
            assert pop.capa()['SASL'] == ['PLAIN'], pop.capa()
            try:
                pop.user('mrose'); pop.pass_('wrong')
                raise AssertionError('a wrong password was taken')
            except poplib.error_proto as wrong:
                assert b'[AUTH]' in wrong.args[0], wrong
            pop.user('mrose'); pop.pass_('tanstaaf')
            assert pop.stat() == (2, 55 + 3), pop.stat()
            assert pop.list()[1] == [b'1 55', b'2 3'], pop.list()
            first = pop.uidl()[1][0].split()[1]
            lines = pop.retr(1)[1]
            assert lines == [b'From: a@example.org', b'Subject: hello', b'', b'.dot', b'..', b'last'], lines
            assert pop.top(1, 1)[1] == lines[:4], pop.top(1, 1)
            pop.dele(1); pop.rset(); pop.dele(2); pop.noop()
            assert pop.uidl(1).split()[2] == first
            pop.quit()
            """;

    @Test
    void python_poplib_reads_and_deletes_after_stls() throws Exception {
        assumeInstalled("python3", "--version");
        try (Port port = open(Protection.STARTTLS_BEFORE_LOGIN)) {
            assertThat(run("python3", "-c", POPLIB, Integer.toString(port.number)))
                    .isEmpty();
            assertThat(port.maildrops.uids()).containsExactly(1L);
        }
    }

    @Test
    void curl_fetches_with_implicit_tls_and_sasl() throws Exception {
        assumeInstalled("curl", "--version");
        try (Port port = open(Protection.IMPLICIT_TLS)) {
            String url = "pop3s://127.0.0.1:" + port.number + "/1";
            assertThat(run("curl", "-sS", "-m", "60", "-k", "-u", "mrose:tanstaaf", url))
                    .isEqualTo(MESSAGE);
            assertThat(run("curl", "-sS", "-m", "60", "-k", "--sasl-ir", "-u", "mrose:tanstaaf", url))
                    .isEqualTo(MESSAGE);
        }
    }

    @Test
    void curl_lists_and_deletes_after_stls() throws Exception {
        assumeInstalled("curl", "--version");
        try (Port port = open(Protection.STARTTLS_BEFORE_LOGIN)) {
            String url = "pop3://127.0.0.1:" + port.number + "/";
            assertThat(run("curl", "-sS", "-m", "60", "-k", "--ssl-reqd", "-u", "mrose:tanstaaf", url))
                    .isEqualTo("1 55\r\n2 3\r\n");
            run("curl", "-sS", "-m", "60", "-k", "--ssl-reqd", "-u", "mrose:tanstaaf", "-X", "DELE 2", "--head", url);
            assertThat(port.maildrops.uids()).containsExactly(1L);
        }
    }

    private static Port open(Protection protection) {
        Port port = new Port(protection, Port.LIMITS);
        port.maildrops.put(1, MESSAGE.getBytes(StandardCharsets.US_ASCII));
        port.maildrops.put(2, "x\r\n".getBytes(StandardCharsets.US_ASCII));
        return port;
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
        List<String> words = Stream.of(command).toList();
        Process running = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
        return said;
    }
}
