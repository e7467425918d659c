package dev.posthaste.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A DNS root, {@code test} below it, and five domains, signed and served by Knot DNS on the loopback interface. Each domain
 * has {@code MX 10 mx}, at 127.0.0.1, and {@code alias}, a CNAME for {@code mx}:
 *
 * <pre>
 * signed.test     signed with its key, for which test has a DS record
 * plain.test      not signed, as test proves
 * bogus.test      its MX record was altered after signing
 * stripped.test   test has a DS record for its key, but there are no signatures
 * stale.test      its signatures have expired
 * </pre>
 */
public final class SignedTree implements AutoCloseable {

    private static final List<String> SIGNED_DOMAINS = List.of("signed.test.", "bogus.test.", "stale.test.");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final int port;
    private final String anchor;
    private final Process server;

    private SignedTree(Path folder, int port, String anchor, Process server) {
        this.folder = folder;
        this.port = port;
        this.anchor = anchor;
        this.server = server;
    }

    /** Whether Knot DNS and its tools are installed. */
    public static boolean isInstalled() {
        return Stream.of("/usr/sbin/knotd", "/usr/sbin/keymgr", "/usr/bin/kzonesign")
                .allMatch(tool -> Files.isExecutable(Path.of(tool)));
    }

    /** Generates keys, signs the zones and starts the server. */
    public static SignedTree plant(Path folder) throws IOException, InterruptedException {
        for (String part : List.of("run", "keys", "plain", "signed")) {
            Files.createDirectories(folder.resolve(part));
        }
        int port = freePort();
        Path signing = Files.writeString(folder.resolve("signing.conf"), configuration(folder, port, "plain"));
        Path serving = Files.writeString(folder.resolve("serving.conf"), configuration(folder, port, "signed"));
        String longAgo = Long.toString(Instant.now().minus(Duration.ofDays(90)).getEpochSecond());
        for (String zone : List.of(".", "test.", "signed.test.", "bogus.test.", "stale.test.", "stripped.test.")) {
            List<String> generate = new ArrayList<>(
                    List.of("/usr/sbin/keymgr", "-c", signing.toString(), zone, "generate", "ksk=yes", "zsk=yes"));
            Stream.of("created=", "publish=", "ready=", "active=")
                    .map(key -> key + longAgo)
                    .forEach(generate::add);
            run(generate.toArray(String[]::new));
        }
        writeZones(folder.resolve("plain"), signing);
        Path signed = folder.resolve("signed");
        for (String zone : List.of(".", "test.", "signed.test.", "bogus.test.")) {
            run("/usr/bin/kzonesign", "-c", signing.toString(), "-o", signed.toString(), zone);
        }
        run("/usr/bin/kzonesign", "-c", signing.toString(), "-o", signed.toString(), "-t", longAgo, "stale.test.");
        for (String zone : List.of("plain.test.zone", "stripped.test.zone")) {
            Files.copy(folder.resolve("plain").resolve(zone), signed.resolve(zone));
        }
        Path bogus = signed.resolve("bogus.test.zone");
        Files.writeString(bogus, Files.readString(bogus).replace("MX\t10", "MX\t5"));
        Process server = new ProcessBuilder("/usr/sbin/knotd", "-c", serving.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("knotd.log").toFile())
                .start();
        SignedTree tree = new SignedTree(folder, port, ds(signing, "."), server);
        tree.awaitAnswer();
        return tree;
    }

    /** The DS record of the root's key. */
    public String anchor() {
        return anchor;
    }

    /** {@code 127.0.0.1:port}. */
    public String server() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        try {
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitAnswer() throws IOException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        resolver.setTimeout(Duration.ofMillis(500));
        Message question = Message.newQuery(Record.newRecord(Name.root, Type.SOA, DClass.IN));
        Instant end = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(end) && server.isAlive()) {
            try {
                resolver.send(question);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        }
        close();
        throw new IOException("knotd does not answer: " + Files.readString(folder.resolve("knotd.log")));
    }

    private static void writeZones(Path plain, Path signing) throws IOException, InterruptedException {
        Files.writeString(
                plain.resolve("root.zone"), head(".") + delegation(signing, "test.") + "ns.test. 60 IN A 127.0.0.1\n");
        StringBuilder test = new StringBuilder(head("test.")).append("ns.test. 60 IN A 127.0.0.1\n");
        for (String domain : List.of("signed.test.", "bogus.test.", "stale.test.", "stripped.test.")) {
            test.append(delegation(signing, domain));
        }
        Files.writeString(plain.resolve("test.zone"), test.append("plain.test. 60 IN NS ns.test.\n"));
        for (String domain : domains()) {
            Files.writeString(plain.resolve(domain + "zone"), head(domain) + """
                    DOMAIN 60 IN MX 10 mx.DOMAIN
                    mx.DOMAIN 60 IN A 127.0.0.1
                    alias.DOMAIN 60 IN CNAME mx.DOMAIN
                    """.replace("DOMAIN", domain));
        }
    }

    private static List<String> domains() {
        List<String> all = new ArrayList<>(SIGNED_DOMAINS);
        all.addAll(List.of("plain.test.", "stripped.test."));
        return all;
    }

    private static String head(String zone) {
        return zone + " 60 IN SOA ns.test. admin.test. 1 3600 600 86400 60\n" + zone + " 60 IN NS ns.test.\n";
    }

    private static String delegation(Path signing, String zone) throws IOException, InterruptedException {
        return zone + " 60 IN NS ns.test.\n" + ds(signing, zone) + '\n';
    }

    /** Knot prints the DS record with SHA-256 first, then the one with SHA-384. */
    private static String ds(Path signing, String zone) throws IOException, InterruptedException {
        String said = run("/usr/sbin/keymgr", "-c", signing.toString(), zone, "ds");
        return said.lines().findFirst().orElseThrow().replace(" DS ", " 60 IN DS ");
    }

    // The delegations of test are proven like those of most top-level domains: by NSEC3 with opt-out.
    private static String configuration(Path folder, int port, String zones) {
        String list = Stream.concat(Stream.of(".", "test."), domains().stream())
                .map(zone -> "  - domain: \"" + zone + "\"\n    file: "
                        + (zone.equals(".") ? "root." : zone) + "zone\n"
                        + (zone.equals("test.") ? "    dnssec-policy: many\n" : ""))
                .collect(Collectors.joining());
        return """
                server:
                    rundir: "FOLDER/run"
                    listen: 127.0.0.1@PORT
                database:
                    storage: "FOLDER/keys"
                log:
                  - target: stderr
                    any: warning
                policy:
                  - id: few
                    algorithm: ecdsap256sha256
                    single-type-signing: on
                  - id: many
                    algorithm: ecdsap256sha256
                    single-type-signing: on
                    nsec3: on
                    nsec3-iterations: 0
                    nsec3-opt-out: on
                template:
                  - id: default
                    storage: "FOLDER/ZONES"
                    semantic-checks: off
                    dnssec-policy: few
                zone:
                """.replace("FOLDER", folder.toString())
                        .replace("PORT", Integer.toString(port))
                        .replace("ZONES", zones)
                + list;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(Arrays.toString(command) + ": " + said);
        }
        return said;
    }

    /** A port that is free for TCP and UDP. */
    private static int freePort() {
        while (true) {
            try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
                return udp.getLocalPort();
            } catch (java.net.BindException taken) {
                // Try another number.
            } catch (IOException cause) {
                throw new UncheckedIOException(cause);
            }
        }
    }
}
