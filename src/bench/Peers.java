import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Debian's Postfix, which delivers by LMTP to Debian's Dovecot with Maildirs. Both run with their default configuration, except for
 * their folders, their users, and login to Dovecot without TLS, which the benchmark allows on our server too.
 */
final class Peers implements AutoCloseable {

    private static final Path DOVECOT = Path.of("/usr/sbin/dovecot");
    private static final Path POSTFIX = Path.of("/usr/sbin/postfix");
    private static final long PATIENCE_SECONDS = 600;

    private final Path folder;
    private final int mailboxes;
    private final int smtp = Processes.freePort();
    private final int imap = Processes.freePort();

    private Peers(Path folder, int mailboxes) throws IOException {
        this.folder = folder;
        this.mailboxes = mailboxes;
    }

    /** Messages per second until Postfix had accepted all, and until all were in the Maildirs. */
    record Rates(double accepted, double inMailboxes) {}

    static boolean areInstalled() {
        return Files.isExecutable(DOVECOT) && Files.isExecutable(POSTFIX) && Files.exists(Path.of("/usr/lib/dovecot/lmtp"))
                && "root".equals(System.getProperty("user.name"));
    }

    static Peers start(Path folder, int mailboxes) throws IOException, InterruptedException {
        Peers peers = new Peers(folder, mailboxes);
        for (String part : List.of("etc", "spool", "data", "mail", "run", "state")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("etc/main.cf"), peers.mainCf());
        Files.write(folder.resolve("etc/master.cf"), peers.masterCf());
        Files.writeString(folder.resolve("dovecot.conf"), peers.dovecotConf());
        Processes.run(List.of("chmod", "a+rx", folder.getParent().toString(), folder.toString()));
        Processes.run(List.of("chown", "postfix", folder.resolve("data").toString()));
        Processes.run(List.of("chown", "mail:mail", folder.resolve("mail").toString()));
        Processes.run(List.of(DOVECOT.toString(), "-c", folder.resolve("dovecot.conf").toString()));
        postfix(folder, "set-permissions");
        postfix(folder, "start");
        return peers;
    }

    int imapPort() {
        return imap;
    }

    Rates mailIn(int messages) throws IOException, InterruptedException {
        long before = messagesInMaildirs();
        long begin = System.nanoTime();
        SmtpSource.send(smtp, mailboxes, messages);
        double accepted = (System.nanoTime() - begin) / 1e9;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (messagesInMaildirs() - before < messages) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the peers have not delivered all: see " + folder.resolve("mail.log"));
            }
            Thread.sleep(20);
        }
        return new Rates(messages / accepted, messages / ((System.nanoTime() - begin) / 1e9));
    }

    private long messagesInMaildirs() throws IOException {
        long sum = 0;
        for (int i = 0; i < mailboxes; i++) {
            Path arrived = folder.resolve("mail/user" + i + "@a.test/new");
            if (Files.exists(arrived)) {
                try (Stream<Path> files = Files.list(arrived)) {
                    sum += files.count();
                }
            }
        }
        return sum;
    }

    private static void postfix(Path folder, String verb) throws IOException, InterruptedException {
        Processes.run(List.of(POSTFIX.toString(), "-c", folder.resolve("etc").toString(), verb));
    }

    private String mainCf() {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                maillog_file = %1$s/mail.log
                maillog_file_prefixes = /
                myhostname = mail.peer.test
                mydestination =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                virtual_mailbox_domains = a.test
                virtual_mailbox_maps = static:all
                virtual_transport = lmtp:unix:%1$s/run/lmtp
                import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ LANG=C %2$s
                """.formatted(folder, Disk.words());
    }

    private List<String> masterCf() throws IOException {
        List<String> master = new ArrayList<>();
        master.add("127.0.0.1:" + smtp + " inet n - n - - smtpd");
        Files.readAllLines(Path.of("/usr/share/postfix/master.cf.dist")).stream()
                .filter(line -> !line.startsWith("smtp      inet") && !line.startsWith("#"))
                .map(line -> line.replaceFirst("^(\\S+\\s+\\S+\\s+\\S+\\s+\\S+\\s+)y", "$1n"))
                .forEach(master::add);
        return master;
    }

    private String dovecotConf() {
        return """
                base_dir = %1$s/run
                state_dir = %1$s/state
                log_path = %1$s/dovecot.log
                protocols = imap lmtp
                ssl = no
                import_environment = TZ %4$s
                disable_plaintext_auth = no
                mail_location = maildir:%1$s/mail/%%u
                mail_uid = mail
                mail_gid = mail
                first_valid_uid = 1
                passdb {
                  driver = static
                  args = password={plain}%2$s
                }
                userdb {
                  driver = static
                  args = uid=mail gid=mail home=%1$s/mail/%%u
                }
                service imap-login {
                  inet_listener imap {
                    address = 127.0.0.1
                    port = %3$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service lmtp {
                  unix_listener lmtp {
                    mode = 0666
                  }
                }
                """.formatted(folder, Posthaste.PASSWORD, imap, Disk.words());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        postfix(folder, "stop");
        Processes.run(List.of(DOVECOT.toString(), "-c", folder.resolve("dovecot.conf").toString(), "stop"));
    }
}
