package dev.posthaste.torture;

import dev.posthaste.Dialogue;
import dev.posthaste.torture.Reading.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The only user of a {@link Box}, by POP3: reads some messages, deletes them, and quits; and looks afterwards by IMAP. */
final class PopUser implements Client {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST_AT_ONCE = 12;
    private static final List<String> PUT_OFF = List.of("-ERR [SYS/TEMP]", "-ERR [IN-USE]");

    private final Box box;
    private final Site site;
    private final Journal journal;
    private final Random chance;
    private final Served served = new Served();

    PopUser(Box box, Site site, Random chance) {
        this.box = box;
        this.site = site;
        this.journal = site.journal();
        this.chance = chance;
    }

    @Override
    public void work(Round round) {
        while (!round.isOver()) {
            try {
                look();
                fetchAndDelete();
            } catch (IOException cutOff) {
                served.no(String.valueOf(cutOff.getMessage()));
                journal.note("connections that ended in the middle");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public Served served() {
        return served;
    }

    @Override
    public String name() {
        return "POP3 " + box.address();
    }

    private void look() throws IOException {
        List<Mail> promised = journal.takePromised(box.address());
        try {
            box.reconcile(Reading.of(site, box.address()), promised);
        } catch (IOException cutOff) {
            promised.forEach(mail -> journal.promise(mail, box.address()));
            throw cutOff;
        }
    }

    private void fetchAndDelete() throws IOException {
        try (Dialogue pop3 = new Dialogue(site.port("pop3"))) {
            expectOk(pop3.hear());
            ask(pop3, "USER " + box.address());
            pop3.say("PASS " + Site.PASSWORD);
            expectWelcome(pop3.hear());
            Map<Place, Copy> known = box.in(Box.FOLDERS.getFirst());
            Set<Place> marked = new LinkedHashSet<>();
            int most = Math.min(known.size(), 1 + chance.nextInt(MOST_AT_ONCE));
            for (int number = 1; number <= most; number++) {
                String token = token(pop3, number);
                known.forEach((place, copy) -> {
                    if (copy.token().equals(token)) {
                        marked.add(place);
                    }
                });
                ask(pop3, "DELE " + number);
            }
            quit(pop3, marked);
        }
    }

    private void quit(Dialogue pop3, Set<Place> marked) throws IOException {
        box.begin(Change.remove("DELE and QUIT", marked));
        String said;
        try {
            said = pop3.smtp("QUIT");
        } catch (IOException cutOff) {
            box.notDone(Outcome.UNKNOWN);
            throw cutOff;
        }
        if (!said.startsWith("+OK")) {
            box.notDone(Outcome.REFUSED);
            throw new IOException(said);
        }
        box.done(List.of());
        served.yes();
    }

    /** Reads the whole message. */
    private static String token(Dialogue pop3, int number) throws IOException {
        ask(pop3, "RETR " + number);
        return pop3.hearUntil(".").stream()
                .takeWhile(line -> !line.equals("."))
                .filter(line -> line.startsWith("Subject: "))
                .findFirst()
                .orElseThrow(() -> new IOException("a message without a subject"))
                .substring("Subject: ".length());
    }

    private void expectWelcome(String said) throws IOException {
        if (!said.startsWith("+OK")) {
            journal.judgeLogin("POP3 PASS", said, PUT_OFF.stream().anyMatch(said::startsWith));
            throw new IOException(said);
        }
    }

    private static void ask(Dialogue pop3, String command) throws IOException {
        pop3.say(command);
        expectOk(pop3.hear());
    }

    private static void expectOk(String said) throws IOException {
        if (!said.startsWith("+OK")) {
            throw new IOException(said);
        }
    }
}
