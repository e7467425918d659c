package dev.posthaste.torture;

import dev.posthaste.torture.Journal.Breach;
import dev.posthaste.torture.Journal.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened, in numbers, as Markdown. */
final class Report {

    /** A lease lasts 60 s and is renewed every 20: one that is alive when a message arrives lasts this long, less a little. */
    private static final Duration LEAST_LEASE = Duration.ofSeconds(38);

    private final long seed;
    private final Journal journal;
    private final Instant begin = Instant.now();
    private final Map<String, List<Duration>> recoveries = new TreeMap<>();
    private final List<Disturbed> disturbances = new ArrayList<>();
    private long relayed;
    private long twice;

    Report(long seed, Journal journal) {
        this.seed = seed;
        this.journal = journal;
    }

    /** From the beginning of a disturbance until everything went on. */
    private record Disturbed(Instant from, Instant until) {
        /** A delivery that was under way may have begun a little before its message arrived. */
        boolean touches(Instant first, Instant again) {
            return until.isAfter(first.minusSeconds(2)) && from.isBefore(again);
        }
    }

    /** A disturbance that began at {@code when}, is over now, and took so long until everything went on. */
    void recovered(String what, Instant when, Duration duration) {
        disturbances.add(new Disturbed(when, Instant.now()));
        recoveries.computeIfAbsent(what, key -> new ArrayList<>()).add(duration);
    }

    /** A line while it goes on. */
    void tell(String what) {
        System.out.printf(
                Locale.ROOT,
                "torture: %d. %s; %d s, %d acknowledged, %d breaches%n",
                disturbances.size(),
                what,
                Duration.between(begin, Instant.now()).toSeconds(),
                journal.acknowledged(),
                journal.findings().size());
    }

    /** Holds what came to the sink against what was acknowledged. */
    void relayed(Map<String, List<Instant>> arrivals) {
        for (Mail mail : journal.mails()) {
            if (mail.isRelayed()) {
                List<Instant> came = arrivals.getOrDefault(mail.token(), List.of());
                if (mail.id().isPresent() && came.isEmpty()) {
                    journal.find(Breach.LOST, mail.token() + " was acknowledged and never relayed");
                }
                relayed += came.isEmpty() ? 0 : 1;
                twice += Math.max(0, came.size() - 1);
                came.stream().skip(1).forEach(again -> judgeAgain(mail, came.getFirst(), again));
            }
        }
    }

    List<Finding> findings() {
        return journal.findings();
    }

    /** Prints it and writes it down. */
    void keep(Path file) throws IOException {
        System.out.println(text());
        Files.writeString(file, text());
    }

    /** The whole report. */
    String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "seed %d, %d disturbances in %d s, %d operations acknowledged%n%n",
                seed,
                disturbances.size(),
                Duration.between(begin, Instant.now()).toSeconds(),
                journal.acknowledged()));
        text.append(
                "| Disturbance | times | recovery: least s | median s | most s |\n| --- | --- | --- | --- | --- |\n");
        recoveries.forEach((what, all) -> text.append(line(what, all)));
        text.append("\n| Operation | acknowledged | refused for now | no answer |\n| --- | --- | --- | --- |\n");
        journal.tallies().forEach((name, counts) -> text.append(line(name, counts)));
        text.append("\n| Promise | broken |\n| --- | --- |\n");
        for (Breach breach : Breach.values()) {
            long count = findings().stream()
                    .filter(finding -> finding.breach() == breach)
                    .count();
            text.append("| ").append(breach).append(" | ").append(count).append(" |\n");
        }
        text.append("\nRelayed: ")
                .append(relayed)
                .append(", of these again after a lease: ")
                .append(twice)
                .append(".\n");
        journal.notes()
                .forEach((note, count) ->
                        text.append(note).append(": ").append(count.sum()).append(".\n"));
        findings()
                .forEach(finding -> text.append(finding.breach())
                        .append(": ")
                        .append(finding.text())
                        .append('\n'));
        return text.toString();
    }

    /** A message may be relayed again if something happened since, and not before the lease has run out. */
    private void judgeAgain(Mail mail, Instant first, Instant again) {
        boolean explained = disturbances.stream().anyMatch(one -> one.touches(first, again));
        if (!explained) {
            journal.find(Breach.TWICE, mail.token() + " was relayed again although nothing had happened");
        } else if (Duration.between(first, again).compareTo(LEAST_LEASE) < 0) {
            journal.find(Breach.TWICE, mail.token() + " was relayed again before its lease had run out");
        }
    }

    private static String line(String what, List<Duration> all) {
        List<Duration> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f |%n",
                what,
                sorted.size(),
                sorted.getFirst().toMillis() / 1000.0,
                sorted.get(sorted.size() / 2).toMillis() / 1000.0,
                sorted.getLast().toMillis() / 1000.0);
    }

    private static String line(String name, Map<Outcome, LongAdder> counts) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d |%n",
                name,
                counts.get(Outcome.ACKNOWLEDGED).sum(),
                counts.get(Outcome.REFUSED).sum(),
                counts.get(Outcome.UNKNOWN).sum());
    }
}
