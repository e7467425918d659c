package dev.posthaste.senderauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.posthaste.address.DomainName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verification by dkimpy, where it is installed (Debian's python3-dkim). */
class DkimpyTest {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** Reads a message from standard input; the TXT record is the only argument. */
    private static final String SCRIPT = """
            import sys, dkim
            record = sys.argv[1].encode()
            print(dkim.DKIM(sys.stdin.buffer.read()).verify(dnsfunc=lambda name, timeout=5: record))
            """;

    private static final String HEADER = """
            From: Joe <joe@example.org>
            To: a@example.net,
              b@example.net
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
            List-Unsubscribe: <https://example.org/u>
            """.replace("\n", "\r\n");

    private static final String BODY = "Hello  there \r\n.\r\n\r\n--\r\nJoe\r\n\r\n\r\n";

    @ParameterizedTest
    @EnumSource
    void dkimpy_accepts_what_we_sign(DkimAlgorithm algorithm) throws Exception {
        assumeThat(canRun()).as("python3 with dkim and nacl").isTrue();
        DkimKey key = DkimKey.generate(DomainName.of("example.org"), Selector.of("s1"), algorithm);
        byte[] header = HEADER.getBytes(StandardCharsets.US_ASCII);
        BodyHash.Digest digest =
                new BodyHash().update(BODY.getBytes(StandardCharsets.US_ASCII)).finish();
        byte[] signature = new DkimSigner(InstantSource.system()).sign(header, digest, List.of(key));
        String message = new String(signature, StandardCharsets.US_ASCII) + HEADER + "\r\n" + BODY;
        assertThat(run(SCRIPT, key.publicRecord(), message)).isEqualTo("True");
        assertThat(run(SCRIPT, key.publicRecord(), message.replace("Joe <", "Moe <")))
                .isEqualTo("False");
    }

    private static boolean canRun() throws IOException, InterruptedException {
        return Files.isExecutable(PYTHON)
                && run("import dkim, nacl; print('yes')", "", "").equals("yes");
    }

    private static String run(String script, String argument, String input) throws IOException, InterruptedException {
        Process python = new ProcessBuilder(PYTHON.toString(), "-c", script, argument).start();
        try (var stdin = python.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.US_ASCII));
        }
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        python.waitFor(1, TimeUnit.MINUTES);
        return said.strip();
    }
}
