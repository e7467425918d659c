import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures Posthaste beside Debian's Postfix and Dovecot, in one run on one machine, and prints tables in Markdown.
 *
 * <p>Both get the same load from Postfix's smtp-source, with all durability settings on.
 */
final class Bench {

    /** Concurrent SMTP sessions, and concurrent REST connections. */
    static final int SESSIONS = 32;

    /** Octets of a message's body. */
    static final int OCTETS = 4096;

    /** Messages before the measurement: about a quarter of a minute, in which the JVM compiles the hot code. */
    private static final int WARM_UP = 60_000;

    private static final int MESSAGES = 16_000;
    private static final int PEER_WARM_UP = 400;
    private static final int PEER_MESSAGES = 3_000;
    private static final int FETCHED = 1_000;
    private static final List<Integer> MAILBOXES = List.of(8, 32, 100);

    private final List<String> rows = new ArrayList<>();
    private final Path folder;

    private Bench(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("posthaste-bench");
        try {
            new Bench(folder).run();
        } finally {
            Processes.deleteTree(folder);
        }
    }

    private void run() throws Exception {
        System.out.println(Machine.describe(folder) + Disk.describe());
        try (Sink sink = new Sink();
                Posthaste server = Posthaste.start(folder.resolve("posthaste"), sink.port())) {
            compareMailIn(server);
            if (Disk.isHeld()) {
                return;
            }
            compareFetch(server);
            submit(server, sink);
        }
        starts();
        memory();
    }

    /** Messages per second until all are in the mailboxes, for each number of mailboxes: Posthaste, the peers, Posthaste again. */
    private void compareMailIn(Posthaste server) throws Exception {
        server.accounts(MAILBOXES.getFirst());
        double fresh = mailIn(server, MAILBOXES.getFirst(), MESSAGES);
        mailIn(server, MAILBOXES.getFirst(), WARM_UP);
        table("Incoming SMTP, " + SESSIONS + " sessions, " + OCTETS + " octets, all in the mailboxes",
                "Mailboxes", "Posthaste", "Postfix accepts", "in Dovecot's mailboxes", "Ratio");
        for (int mailboxes : MAILBOXES) {
            server.accounts(mailboxes);
            double first = mailIn(server, mailboxes, MESSAGES);
            if (!Peers.areInstalled()) {
                row(mailboxes, rate(first), "not installed", "not installed", "–");
                continue;
            }
            Peers.Rates peers;
            try (Peers peer = Peers.start(folder.resolve("peers" + mailboxes), mailboxes)) {
                peer.mailIn(PEER_WARM_UP);
                peers = peer.mailIn(PEER_MESSAGES);
            }
            double second = mailIn(server, mailboxes, MESSAGES);
            double ours = (first + second) / 2;
            row(mailboxes, rate(first) + " / " + rate(second), rate(peers.accepted()), rate(peers.inMailboxes()),
                    String.format(Locale.ROOT, "%.1f×", ours / peers.inMailboxes()));
        }
        row("8, the first " + MESSAGES + " after a start", rate(fresh), "", "", "");
        print();
    }

    /** Measures until smtp-source has every reply; afterwards checks, without waiting, that all messages are in the mailboxes. */
    private static double mailIn(Posthaste server, int mailboxes, int messages) throws Exception {
        long before = server.messagesIn(mailboxes);
        long begin = System.nanoTime();
        SmtpSource.send(server.port("mx"), mailboxes, messages);
        double seconds = (System.nanoTime() - begin) / 1e9;
        long arrived = server.messagesIn(mailboxes) - before;
        if (arrived != messages) {
            throw new IllegalStateException(arrived + " of " + messages + " messages are in the mailboxes");
        }
        return messages / seconds;
    }

    private void compareFetch(Posthaste server) throws Exception {
        table("IMAP, " + FETCHED + " messages of " + OCTETS + " octets in one command, milliseconds (median of 9)",
                "Command", "Posthaste", "Dovecot");
        List<Double> ours = fetch(server.port("imap"));
        List<Double> theirs = List.of();
        if (Peers.areInstalled()) {
            try (Peers peer = Peers.start(folder.resolve("peers-imap"), 1)) {
                peer.mailIn(FETCHED);
                theirs = fetch(peer.imapPort());
            }
        }
        for (int i = 0; i < ImapReader.COMMANDS.size(); i++) {
            row("`" + ImapReader.COMMANDS.get(i) + "`", millis(ours.get(i)), theirs.isEmpty() ? "not installed" : millis(theirs.get(i)));
        }
        print();
    }

    private static List<Double> fetch(int port) throws Exception {
        try (ImapReader reader = ImapReader.logIn(port, "user0@a.test")) {
            List<Double> medians = new ArrayList<>();
            for (String command : ImapReader.COMMANDS) {
                medians.add(reader.median("FETCH 1:" + FETCHED + " " + command, FETCHED));
            }
            return medians;
        }
    }

    private void submit(Posthaste server, Sink sink) throws Exception {
        table("API, " + SESSIONS + " connections, 2 KB of text", "Operation", "Per second", "p50 ms", "p99 ms");
        RestLoad load = new RestLoad(server);
        load.send(3_000, "user1@a.test");
        row("REST, for a local recipient", load.send(6_000, "user1@a.test").cells());
        sink.expect(1_500);
        load.send(1_500, "far@remote.test");
        sink.await();
        sink.expect(3_000);
        long begin = System.nanoTime();
        RestLoad.Figures remote = load.send(3_000, "far@remote.test");
        sink.await();
        double delivered = 3_000 / ((System.nanoTime() - begin) / 1e9);
        row("REST, for a remote recipient, signed twice, accepted", remote.cells());
        row("– the same, delivered to a sink", rate(delivered), "–", "–");
        print();
        table("Latency of one message on an idle server, milliseconds", "Operation", "p50", "p99");
        row("SMTP, from the final dot to its 250", SmtpSource.idle(server.port("mx")));
        row("REST, from the request to its 202", new RestLoad(server).idle("user1@a.test"));
        print();
    }

    private void starts() throws Exception {
        table("Start until `ready`, milliseconds", "First, empty data folder", "Second", "Third");
        List<Object> cells = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (Posthaste server = Posthaste.start(folder.resolve("starts"), 25)) {
                cells.add(server.startMillis());
            }
        }
        row(cells.getFirst(), cells.get(1), cells.get(2));
        print();
    }

    /** With the JDK's default heap size. */
    private void memory() throws Exception {
        table("Resident memory, MiB", "", "Java", "PostgreSQL (shared pages once)");
        try (Posthaste server = Posthaste.start(folder.resolve("memory"), 25)) {
            server.accounts(8);
            row("after the start", server.javaMiB(), server.postgresMiB());
            SmtpSource.send(server.port("mx"), 8, 10_000);
            row("after 10,000 messages by SMTP", server.javaMiB(), server.postgresMiB());
            new RestLoad(server).send(2_000, "user1@a.test");
            row("and 2,000 by REST", server.javaMiB(), server.postgresMiB());
            Thread.sleep(Duration.ofSeconds(20));
            row("20 s later", server.javaMiB(), server.postgresMiB());
        }
        print();
    }

    private void table(String title, String... columns) {
        rows.add("\n**" + title + "**\n");
        rows.add("| " + String.join(" | ", columns) + " |");
        rows.add("| --- ".repeat(columns.length) + "|");
    }

    private void row(Object first, Object... cells) {
        StringBuilder row = new StringBuilder("| ").append(first);
        for (Object cell : cells) {
            row.append(" | ").append(cell);
        }
        rows.add(row.append(" |").toString());
    }

    private void print() {
        rows.forEach(System.out::println);
        rows.clear();
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f", perSecond);
    }

    static String millis(double milliseconds) {
        return String.format(Locale.ROOT, "%.1f", milliseconds);
    }
}
