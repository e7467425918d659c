package dev.posthaste.torture;

import dev.posthaste.torture.Journal.Breach;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sends mail by one door, to boxes and to the sink. Where the door knows keys, a mail of which it did not hear is sent
 * again with the same key until it does; and now and then one that was answered long ago.
 */
final class Sender implements Client {

    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(50);
    private static final int LONGEST_THOUGHT_MILLIS = 25;
    private static final int AGAIN_ONE_IN = 25;
    private static final int REMEMBERED = 500;
    private static final int RELAYED_ONE_IN = 4;

    private final Mail.Way way;
    private final Door.Opener opener;
    private final Site site;
    private final Journal journal;
    private final Random chance;
    private final BooleanSupplier relays;
    private final Deque<Mail> unheard = new ArrayDeque<>();
    private final List<Mail> heard = new ArrayList<>();
    private final Served served = new Served();

    /** {@code relays} says whether mail to the sink is wanted now. */
    Sender(Mail.Way way, Door.Opener opener, Site site, BooleanSupplier relays, Random chance) {
        this.way = way;
        this.opener = opener;
        this.site = site;
        this.journal = site.journal();
        this.relays = relays;
        this.chance = chance;
    }

    @Override
    public void work(Round round) {
        while (!round.isOver()) {
            try (Door door = opener.open(site)) {
                boolean welcome = true;
                while (welcome && !round.isOver()) {
                    welcome = step(door);
                    LockSupport.parkNanos(Duration.ofMillis(chance.nextInt(LONGEST_THOUGHT_MILLIS))
                            .toNanos());
                }
            } catch (IOException cutOff) {
                served.no(String.valueOf(cutOff.getMessage()));
                journal.note("connections that ended in the middle");
            }
            LockSupport.parkNanos(BEFORE_ANOTHER_TRY.toNanos());
        }
    }

    /** Asks again for everything of which nothing was heard; called when nothing disturbs any more. */
    void settle() throws IOException {
        try (Door door = opener.open(site)) {
            while (!unheard.isEmpty()) {
                if (!send(door, unheard.removeFirst())) {
                    throw new IOException("the server refuses although nothing disturbs it: " + served.lastRefusal());
                }
            }
        }
    }

    @Override
    public Served served() {
        return served;
    }

    @Override
    public String name() {
        return way.name();
    }

    /** One mail; whether the connection is good for more. */
    private boolean step(Door door) throws IOException {
        if (!unheard.isEmpty()) {
            return send(door, unheard.removeFirst());
        }
        if (!heard.isEmpty() && chance.nextInt(AGAIN_ONE_IN) == 0) {
            return replay(door, heard.get(chance.nextInt(heard.size())));
        }
        Mail mail = compose();
        journal.intend(mail);
        return send(door, mail);
    }

    private Mail compose() {
        List<String> recipients = new ArrayList<>();
        String token = journal.token(way.name().toLowerCase(Locale.ROOT));
        recipients.add(Site.BOXES.get(chance.nextInt(Site.BOXES.size())));
        if (way == Mail.Way.MX) {
            String other = Site.BOXES.get(chance.nextInt(Site.BOXES.size()));
            if (!recipients.contains(other)) {
                recipients.add(other);
            }
        } else if (relays.getAsBoolean() && chance.nextInt(RELAYED_ONE_IN) == 0) {
            recipients.add(token + '@' + Mail.FAR);
        }
        String from = way == Mail.Way.MX ? "load@elsewhere.test" : Site.SENDER;
        return new Mail(token, way, from, recipients, chance);
    }

    private boolean send(Door door, Mail mail) throws IOException {
        Answer answer;
        try {
            answer = door.send(mail);
        } catch (IOException cutOff) {
            notHeard(mail, Outcome.UNKNOWN);
            throw cutOff;
        }
        return switch (answer) {
            case Answer.Accepted(String id) -> accepted(mail, id);
            case Answer.TryLater(String said) -> {
                notHeard(mail, Outcome.REFUSED);
                served.no(said);
                yield false;
            }
            case Answer.Refused(String said) -> {
                notHeard(mail, Outcome.REFUSED);
                served.no(said);
                journal.find(Breach.WRONG_ANSWER, way + " refused " + mail.token() + " for good: " + said);
                yield false;
            }
        };
    }

    private boolean accepted(Mail mail, String id) {
        journal.count(way.name(), Outcome.ACKNOWLEDGED);
        served.yes();
        checkName(mail, id);
        journal.promise(mail);
        if (way.hasKeys()) {
            if (heard.size() == REMEMBERED) {
                heard.remove(chance.nextInt(REMEMBERED));
            }
            heard.add(mail);
        }
        return true;
    }

    private boolean replay(Door door, Mail mail) throws IOException {
        return switch (door.send(mail)) {
            case Answer.Accepted(String id) -> {
                journal.count(way + " again", Outcome.ACKNOWLEDGED);
                checkName(mail, id);
                yield true;
            }
            case Answer.TryLater later -> false;
            case Answer.Refused(String said) -> {
                journal.find(Breach.WRONG_ANSWER, way + " refused " + mail.token() + " the second time: " + said);
                yield false;
            }
        };
    }

    private void checkName(Mail mail, String id) {
        if (!mail.isStillCalled(id)) {
            journal.find(Breach.TWICE, mail.token() + " was " + mail.id().orElseThrow() + " and is now " + id);
        }
    }

    private void notHeard(Mail mail, Outcome outcome) {
        journal.count(way.name(), outcome);
        if (way.hasKeys()) {
            unheard.addLast(mail);
        }
    }
}
