package dev.posthaste.app;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Debian's Postfix with a configuration of its own: hosts {@code p.test} for bob, sends {@code a.test} to a given port by SMTP
 * or LMTP. */
final class Postfix implements AutoCloseable {

    private final Path folder;
    private final int port;
    private final String transport;

    private Postfix(Path folder, int port, String transport) {
        this.folder = folder;
        this.port = port;
        this.transport = transport;
    }

    /** Whether it can be started here. */
    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/postfix")) && "root".equals(System.getProperty("user.name"));
    }

    /** Starts it; mail for {@code a.test} goes to {@code 127.0.0.1:next}, by TLS if that is offered. */
    static Postfix start(Path folder, int next) throws IOException, InterruptedException {
        return start(folder, "smtp:[127.0.0.1]:" + next);
    }

    /** Starts it; mail for {@code a.test} is handed to {@code 127.0.0.1:next} by LMTP. */
    static Postfix startWithLmtp(Path folder, int next) throws IOException, InterruptedException {
        return start(folder, "lmtp:inet:127.0.0.1:" + next);
    }

    private static Postfix start(Path folder, String transport) throws IOException, InterruptedException {
        Postfix postfix = new Postfix(folder, freePort(), transport);
        for (String part : List.of("etc", "spool", "data", "mail")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("etc/main.cf"), postfix.main());
        List<String> master = new ArrayList<>();
        master.add("127.0.0.1:" + postfix.port + " inet n - n - - smtpd");
        Files.readAllLines(Path.of("/usr/share/postfix/master.cf.dist")).stream()
                .filter(line -> !line.startsWith("smtp      inet") && !line.startsWith("#"))
                .map(line -> line.replaceFirst("^(\\S+\\s+\\S+\\s+\\S+\\s+\\S+\\s+)y", "$1n"))
                .forEach(master::add);
        Files.write(folder.resolve("etc/master.cf"), master);
        // Its unprivileged users have to come through the folders of the test.
        for (Path path = folder; path != null && !path.equals(Path.of("/tmp")); path = path.getParent()) {
            run("chmod", "a+rx", path.toString());
        }
        run("chown", "postfix", folder.resolve("data").toString());
        run("chown", "nobody", folder.resolve("mail").toString());
        postfix.command("set-permissions");
        postfix.command("start");
        return postfix;
    }

    int port() {
        return port;
    }

    /** What it has logged so far. */
    String log() throws IOException {
        Path log = folder.resolve("mail.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The messages in bob's mailbox. */
    List<String> bobsMail() throws IOException {
        Path inbox = folder.resolve("mail/bob/new");
        List<String> mail = new ArrayList<>();
        if (Files.exists(inbox)) {
            try (Stream<Path> files = Files.list(inbox)) {
                for (Path file : files.toList()) {
                    mail.add(Files.readString(file));
                }
            }
        }
        return mail;
    }

    /** Tries at once what it had put off. */
    void flush() throws IOException, InterruptedException {
        command("flush");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        command("stop");
    }

    private String main() {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                maillog_file = %1$s/mail.log
                maillog_file_prefixes = /
                myhostname = mail.p.test
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mynetworks = 127.0.0.0/8
                virtual_mailbox_domains = p.test
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = inline:{ { bob@p.test = bob/ } }
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                transport_maps = inline:{ { a.test = %2$s } }
                smtp_tls_security_level = may
                smtp_tls_loglevel = 1
                smtputf8_enable = yes
                """.formatted(folder, transport);
    }

    private void command(String verb) throws IOException, InterruptedException {
        run("/usr/sbin/postfix", "-c", folder.resolve("etc").toString(), verb);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
