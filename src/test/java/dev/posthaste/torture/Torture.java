package dev.posthaste.torture;

import dev.posthaste.torture.Journal.Breach;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Rounds of load, disturbance and account, and the last account at the end. */
final class Torture implements AutoCloseable {

    /** Operations that were acknowledged before the disturbance may come, and the time by chance until it does. */
    private static final int LEAST_LOAD = 100;

    private static final int LONGEST_WAIT_MILLIS = 2_000;
    private static final Duration UNTIL_IT_GOES_ON = Duration.ofSeconds(60);

    /** A lease, the longest pause between two looks, and what a loaded machine adds. */
    private static final Duration UNTIL_ALL_IS_RELAYED = Duration.ofSeconds(180);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Random chance;
    private final Site site;
    private final Sink sink;
    private final Journal journal;
    private final Tormentor tormentor;
    private final StoreCheck store;
    private final AtomicBoolean relays = new AtomicBoolean(true);
    private final List<Sender> senders = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Report report;

    Torture(Site site, Sink sink, long seed) {
        this.chance = new Random(seed);
        this.site = site;
        this.sink = sink;
        this.journal = site.journal();
        this.report = new Report(seed, journal);
        this.tormentor = new Tormentor(site, new Random(chance.nextLong()));
        this.store = new StoreCheck(site);
        sender(Mail.Way.REST, RestDoor::open);
        sender(Mail.Way.REST, RestDoor::open);
        sender(Mail.Way.GRPC, GrpcDoor::open);
        sender(Mail.Way.MX, SmtpDoor::mx);
        sender(Mail.Way.MX, SmtpDoor::mx);
        sender(Mail.Way.SUBMISSION, SmtpDoor::submission);
        for (String address : Site.BOXES) {
            Box box = new Box(address, journal);
            boxes.add(box);
            Random luck = new Random(chance.nextLong());
            clients.add(address.startsWith("pop") ? new PopUser(box, site, luck) : new MailUser(box, site, luck));
        }
    }

    /** In one data directory, with an embedded database and a sink. */
    static Torture in(Path data, long seed) throws IOException {
        Sink sink = new Sink(Sink.USUAL_MILLIS);
        return new Torture(Site.embedded(data, new Journal(), sink.port()), sink, seed);
    }

    /** What happened so far. */
    Report report() {
        return report;
    }

    List<Client> clients() {
        return clients;
    }

    Site site() {
        return site;
    }

    /** Runs so many rounds; nothing is relayed in the last {@code withoutRelay}, so that no lease is waited for. */
    void run(int kills, int withoutRelay) throws Exception {
        begin();
        List<Disturbance> order = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            if (order.isEmpty()) {
                order.addAll(List.of(Disturbance.values()));
                if (kill > 0) {
                    Collections.shuffle(order, chance);
                }
            }
            relays.set(kill < kills - withoutRelay);
            round(tormentor.scene(order.removeFirst()));
        }
        end();
    }

    /** Starts it for the first time, with a domain and accounts. */
    void begin() throws IOException, InterruptedException {
        start();
        site.furnish();
    }

    /** Everything that was open is asked again, everything is looked at, and everything is relayed. */
    void end() throws IOException, SQLException {
        for (Sender sender : senders) {
            sender.settle();
        }
        lookAtEverything();
        awaitRelay();
    }

    @Override
    public void close() throws IOException {
        site.close();
        sink.close();
    }

    private void sender(Mail.Way way, Door.Opener opener) {
        Sender sender = new Sender(way, opener, site, relays::get, new Random(chance.nextLong()));
        senders.add(sender);
        clients.add(sender);
    }

    /** Load, the scene at a moment by chance, what follows from it, and an account of everything. */
    void round(Scene scene) throws Exception {
        Round round = new Round();
        List<Thread> threads = clients.stream()
                .map(client -> Thread.ofPlatform().start(() -> client.work(round)))
                .toList();
        awaitLoad(journal.acknowledged() + LEAST_LOAD);
        LockSupport.parkNanos(
                Duration.ofMillis(chance.nextInt(LONGEST_WAIT_MILLIS)).toNanos());
        Instant begin = Instant.now();
        Scene.After after = scene.play();
        Instant over = Instant.now();
        switch (after) {
            case RESTART -> {
                round.end();
                join(threads);
                over = Instant.now();
                start();
                report.recovered(scene.words(), begin, Duration.between(over, Instant.now()));
            }
            case GOES_ON -> {
                awaitService(scene);
                report.recovered(scene.words(), begin, Duration.between(over, Instant.now()));
                round.end();
                join(threads);
            }
        }
        lookAtEverything();
        report.tell(scene.words());
    }

    /** A server that has just begun is slow; killing it before it has done anything would show nothing. */
    private void awaitLoad(long enough) {
        Instant end = Instant.now().plus(UNTIL_IT_GOES_ON);
        while (journal.acknowledged() < enough && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void start() {
        if (!site.start()) {
            journal.find(Breach.PROCESS, "it does not start:\n" + site.server().output());
            throw new IllegalStateException(site.server().output());
        }
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Every client, by every protocol, must be served again without anybody's doing. */
    private void awaitService(Scene scene) {
        // What was asked before the scene was over may be answered after it; so the first answer shows nothing.
        Map<Client, Long> enough = clients.stream()
                .collect(Collectors.toMap(
                        client -> client, client -> client.served().acknowledged() + 1));
        Instant end = Instant.now().plus(UNTIL_IT_GOES_ON);
        enough.forEach((client, count) -> {
            while (client.served().acknowledged() <= count && Instant.now().isBefore(end)) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            if (client.served().acknowledged() <= count) {
                journal.find(
                        Breach.PROCESS,
                        client.name() + " is not served after: " + scene.words() + ": "
                                + client.served().lastRefusal());
            }
        });
    }

    private void lookAtEverything() throws IOException, SQLException {
        for (Box box : boxes) {
            List<Mail> promised = journal.takePromised(box.address());
            box.reconcile(Reading.of(site, box.address()), promised);
        }
        store.look();
        site.lookForBugs();
    }

    private void awaitRelay() throws IOException, SQLException {
        Instant end = Instant.now().plus(UNTIL_ALL_IS_RELAYED);
        while (store.waiting() > 0 && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
        if (store.waiting() > 0) {
            journal.find(Breach.LOST, store.waiting() + " recipients still wait for delivery");
        }
        report.relayed(sink.arrivals());
    }
}
