package dev.posthaste.torture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What was intended, what was answered, and what is not as it was promised. Written by every client at once. */
final class Journal {

    /** What kind of promise was broken. */
    enum Breach {
        /** Acknowledged and not there. */
        LOST,
        /** Deleted, acknowledged, and there. */
        BACK,
        /** There twice. */
        TWICE,
        /** Neither as before nor as after. */
        HALF,
        /** Other octets, flags or numbers than promised. */
        ALTERED,
        /** A refusal for good, or an answer that fits no rule. */
        WRONG_ANSWER,
        /** A process that did not do what it should. */
        PROCESS
    }

    /** A broken promise, with what a reader needs to look for it. */
    record Finding(Breach breach, String text) {}

    private final AtomicInteger number = new AtomicInteger();
    private final Map<String, Mail> mails = new ConcurrentHashMap<>();
    private final Map<String, Queue<Mail>> promised = new ConcurrentHashMap<>();
    private final Map<String, Map<Outcome, LongAdder>> tallies = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> notes = new ConcurrentSkipListMap<>();
    private final Set<Finding> findings = Collections.synchronizedSet(new LinkedHashSet<>());
    private final LongAdder acknowledged = new LongAdder();

    /** A word that no other message has. */
    String token(String kind) {
        return "t" + number.incrementAndGet() + '-' + kind;
    }

    /** Written down before a client says a word of it. */
    void intend(Mail mail) {
        mails.put(mail.token(), mail);
    }

    /** From now on it must be in every box that it was sent to. */
    void promise(Mail mail) {
        mail.recipients().forEach(recipient -> promise(mail, recipient));
    }

    /** From now on it must be in this box. */
    void promise(Mail mail, String recipient) {
        promised.computeIfAbsent(recipient, box -> new ConcurrentLinkedQueue<>())
                .add(mail);
    }

    /** Everything that was promised to this recipient since the last question. */
    List<Mail> takePromised(String recipient) {
        Queue<Mail> all = promised.getOrDefault(recipient, new ConcurrentLinkedQueue<>());
        List<Mail> taken = new ArrayList<>();
        for (Mail mail = all.poll(); mail != null; mail = all.poll()) {
            taken.add(mail);
        }
        return taken;
    }

    Optional<Mail> mail(String token) {
        return Optional.ofNullable(mails.get(token));
    }

    Collection<Mail> mails() {
        return mails.values();
    }

    /** Counts an operation. */
    void count(String operation, Outcome outcome) {
        tallies.computeIfAbsent(operation, key -> outcomes()).get(outcome).increment();
        if (outcome == Outcome.ACKNOWLEDGED) {
            acknowledged.increment();
        }
    }

    /** Operations of every kind that were acknowledged so far. */
    long acknowledged() {
        return acknowledged.sum();
    }

    /** Counts what is worth a line in the report and no breach. */
    void note(String what) {
        notes.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    /** Writes down a broken promise, once, however often it is seen. */
    void find(Breach breach, String text) {
        if (findings.add(new Finding(breach, text))) {
            System.err.println("torture: " + breach + ": " + text);
        }
    }

    /** A login that is not granted must be put off, never called wrong. */
    void judgeLogin(String how, String said, boolean isPutOff) {
        if (isPutOff) {
            note("logins that were put off");
        } else {
            find(Breach.WRONG_ANSWER, how + ": " + said);
        }
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    Map<String, Map<Outcome, LongAdder>> tallies() {
        return tallies;
    }

    Map<String, LongAdder> notes() {
        return notes;
    }

    private static Map<Outcome, LongAdder> outcomes() {
        Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
        return counts;
    }
}
