package dev.posthaste.torture;

import dev.posthaste.torture.Journal.Breach;
import dev.posthaste.torture.Reading.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one mailbox must hold, since its only user did this and heard that. Mail comes into INBOX by itself; everything
 * else changes by this user's commands, of which at most one is open. A {@link Reading} either fits, and then settles the
 * open one, or a promise was broken.
 */
final class Box {

    /** Mail comes into the first; the others are filled from it. */
    static final List<String> FOLDERS = List.of("INBOX", "Archive", "Drafts", "Trash");

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::folder).thenComparingLong(Place::uid);

    private final String address;
    private final Journal journal;
    private final Map<Place, Copy> expected = new TreeMap<>(ORDER);
    private final Map<Place, String> everGiven = new HashMap<>();
    private final Map<String, Reading.Folder> lastSeen = new HashMap<>();
    private final Map<String, String> digests = new HashMap<>();
    private final Set<String> arrived = new HashSet<>();
    private Optional<Change> open = Optional.empty();

    Box(String address, Journal journal) {
        this.address = address;
        this.journal = journal;
    }

    String address() {
        return address;
    }

    /** What is believed to be in a folder, in the order of UIDs. */
    Map<Place, Copy> in(String folder) {
        return expected.entrySet().stream()
                .filter(entry -> entry.getKey().folder().equals(folder))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    /** Before the command goes out. */
    void begin(Change change) {
        open = Optional.of(change);
    }

    /** The server said OK and, for copies, which UIDs they got. */
    void done(List<Long> uids) {
        Change change = open.orElseThrow();
        open = Optional.empty();
        journal.count(change.name(), Outcome.ACKNOWLEDGED);
        if (uids.size() != change.added().size()) {
            journal.find(
                    Breach.WRONG_ANSWER, change.name() + " of " + change.added().size() + " gave UIDs " + uids);
            return;
        }
        change.left().forEach(expected::remove);
        expected.putAll(change.rewritten());
        change.placed(uids).forEach(this::expect);
    }

    /** The server said that it is not done, or nothing. */
    void notDone(Outcome outcome) {
        journal.count(open.orElseThrow().name(), outcome);
    }

    /** Holds what is there against what must be there; {@code promised} was acknowledged before the reading began. */
    void reconcile(Reading reading, Collection<Mail> promised) {
        reading.folders().forEach(this::checkNumbers);
        Map<Place, Copy> actual = new TreeMap<>(ORDER);
        reading.folders()
                .forEach((name, folder) ->
                        folder.messages().forEach((uid, copy) -> actual.put(new Place(name, uid), copy)));
        actual.forEach(this::checkIdentity);

        Map<Place, Copy> newcomers = new LinkedHashMap<>(actual);
        newcomers.keySet().removeAll(expected.keySet());
        takeArrivals(newcomers, reading);
        settle(newcomers, actual);
        expected.clear();
        expected.putAll(actual);
        open = Optional.empty();
        lastSeen.putAll(reading.folders());
        promised.stream()
                .filter(mail -> !arrived.contains(mail.token()))
                .forEach(mail -> find(Breach.LOST, mail.token() + " was acknowledged and is not there"));
    }

    /** UIDVALIDITY stays; UIDNEXT and HIGHESTMODSEQ never go back. */
    private void checkNumbers(String name, Reading.Folder now) {
        Reading.Folder before = lastSeen.get(name);
        if (before == null) {
            return;
        }
        if (now.uidValidity() != before.uidValidity()) {
            find(Breach.ALTERED, name + " has UIDVALIDITY " + now.uidValidity() + " after " + before.uidValidity());
        }
        if (now.uidNext() < before.uidNext()) {
            find(Breach.ALTERED, name + " has UIDNEXT " + now.uidNext() + " after " + before.uidNext());
        }
        if (now.modSeq().orElse(Long.MAX_VALUE) < before.modSeq().orElse(0)) {
            find(Breach.ALTERED, name + " has HIGHESTMODSEQ " + now.modSeq() + " after " + before.modSeq());
        }
    }

    /** A UID names one message for ever, new ones come above UIDNEXT, and a message's octets stay. */
    private void checkIdentity(Place place, Copy copy) {
        String before = everGiven.putIfAbsent(place, copy.token());
        if (before != null && !before.equals(copy.token())) {
            find(Breach.ALTERED, place + " was " + before + " and is " + copy.token());
        }
        if (before == null && wasThere(place)) {
            find(Breach.ALTERED, place + " is new although it is below the UIDNEXT that was seen");
        }
        String digest = digests.putIfAbsent(copy.token(), copy.digest());
        if (digest != null && !digest.equals(copy.digest())) {
            find(Breach.ALTERED, copy.token() + " in " + place + " has other octets than before");
        }
    }

    /** Takes what came by itself out of {@code newcomers}: only into INBOX, each mail once, with the octets sent. */
    private void takeArrivals(Map<Place, Copy> newcomers, Reading reading) {
        List<Place> came = newcomers.keySet().stream()
                .filter(place -> place.folder().equals(FOLDERS.getFirst()))
                .toList();
        for (Place place : came) {
            Copy copy = newcomers.remove(place);
            Optional<Mail> mail = journal.mail(copy.token());
            if (mail.isEmpty()) {
                find(Breach.ALTERED, place + " holds " + copy.token() + ", which nobody sent");
                continue;
            }
            if (!arrived.add(copy.token())) {
                find(wasThere(place) ? Breach.BACK : Breach.TWICE, copy.token() + " came again, to " + place);
            }
            if (!copy.flags().isEmpty()) {
                find(Breach.ALTERED, copy.token() + " came with " + copy.flags());
            }
            String octets = reading.octets().get(place);
            if (octets == null
                    || !octets.stripTrailing().endsWith(mail.get().text().stripTrailing())) {
                find(Breach.ALTERED, copy.token() + " came with other octets than were sent");
            }
        }
    }

    private boolean wasThere(Place place) {
        Reading.Folder seen = lastSeen.get(place.folder());
        return seen != null && place.uid() < seen.uidNext();
    }

    /** What is left is the work of the open command, whole, or nothing. */
    private void settle(Map<Place, Copy> added, Map<Place, Copy> actual) {
        Set<Place> left = new HashSet<>(expected.keySet());
        left.removeAll(actual.keySet());
        Map<Place, Copy> rewritten = new HashMap<>(actual);
        rewritten.entrySet().removeIf(now -> {
            Copy before = expected.get(now.getKey());
            return before == null || before.equals(now.getValue());
        });
        if (added.isEmpty() && left.isEmpty() && rewritten.isEmpty()) {
            open.ifPresent(change -> journal.note("commands without an answer that were not done"));
            return;
        }
        if (open.filter(change -> isWork(change, added, left, rewritten)).isPresent()) {
            journal.note("commands without an answer that were done");
            return;
        }
        explain(added, left, rewritten);
    }

    private static boolean isWork(Change change, Map<Place, Copy> added, Set<Place> left, Map<Place, Copy> rewritten) {
        boolean inTarget =
                added.keySet().stream().allMatch(place -> place.folder().equals(change.target()));
        return inTarget
                && counted(added.values()).equals(counted(change.added()))
                && left.equals(change.left())
                && rewritten.equals(change.rewritten());
    }

    private static Map<Copy, Long> counted(Collection<Copy> copies) {
        return copies.stream().collect(Collectors.groupingBy(copy -> copy, Collectors.counting()));
    }

    private void explain(Map<Place, Copy> added, Set<Place> left, Map<Place, Copy> rewritten) {
        Breach breach = open.isPresent() ? Breach.HALF : left.isEmpty() ? Breach.BACK : Breach.LOST;
        if (breach == Breach.BACK && added.isEmpty()) {
            breach = Breach.ALTERED;
        }
        List<String> was = new ArrayList<>();
        rewritten.forEach((place, copy) -> was.add(place + " was " + expected.get(place) + " is " + copy));
        List<String> gone =
                left.stream().map(place -> place + " " + expected.get(place)).toList();
        find(breach, "open: " + open + "; added: " + added + "; gone: " + gone + "; altered: " + was);
    }

    private void expect(Place place, Copy copy) {
        expected.put(place, copy);
        String before = everGiven.putIfAbsent(place, copy.token());
        if (before != null) {
            find(Breach.ALTERED, place + " was given to " + before + " and again to " + copy.token());
        }
        digests.putIfAbsent(copy.token(), copy.digest());
    }

    private void find(Breach breach, String text) {
        journal.find(breach, address + ": " + text);
    }
}
