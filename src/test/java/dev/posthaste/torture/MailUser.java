package dev.posthaste.torture;

import dev.posthaste.torture.Journal.Breach;
import dev.posthaste.torture.Reading.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The only user of a {@link Box}, by IMAP. A session reads everything, holds it against what must be there, and then
 * appends, copies, moves, flags and expunges a while. A command without a good answer ends the session; the next one sees
 * what became of it.
 */
final class MailUser implements Client {

    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(50);
    private static final int LONGEST_THOUGHT_MILLIS = 10;
    private static final int COMMANDS_PER_SESSION = 16;
    private static final int MOST_AT_ONCE = 6;

    /** Above this a folder is emptied to half of it. */
    private static final int MOST_IN_A_FOLDER = 60;

    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Answered", "$Tortured");
    private static final Pattern APPENDUID = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");
    private static final Pattern COPYUID = Pattern.compile("\\[COPYUID \\d+ ([\\d:,]+) ([\\d:,]+)]");

    private final Box box;
    private final Site site;
    private final Journal journal;
    private final Random chance;
    private final Served served = new Served();

    MailUser(Box box, Site site, Random chance) {
        this.box = box;
        this.site = site;
        this.journal = site.journal();
        this.chance = chance;
    }

    @Override
    public void work(Round round) {
        while (!round.isOver()) {
            try (Imap imap = Reading.login(site, box.address())) {
                List<Mail> promised = journal.takePromised(box.address());
                read(imap, promised);
                for (int i = 0; i < COMMANDS_PER_SESSION && !round.isOver(); i++) {
                    command(imap);
                    LockSupport.parkNanos(Duration.ofMillis(chance.nextInt(LONGEST_THOUGHT_MILLIS))
                            .toNanos());
                }
                imap.command("LOGOUT");
            } catch (IOException cutOff) {
                served.no(String.valueOf(cutOff.getMessage()));
                journal.note("connections that ended in the middle");
                LockSupport.parkNanos(BEFORE_ANOTHER_TRY.toNanos());
            }
        }
    }

    @Override
    public Served served() {
        return served;
    }

    @Override
    public String name() {
        return "IMAP " + box.address();
    }

    private void read(Imap imap, List<Mail> promised) throws IOException {
        try {
            box.reconcile(Reading.of(imap), promised);
        } catch (IOException cutOff) {
            promised.forEach(mail -> journal.promise(mail, box.address()));
            throw cutOff;
        }
    }

    private void command(Imap imap) throws IOException {
        String folder = Box.FOLDERS.get(chance.nextInt(Box.FOLDERS.size()));
        Map<Place, Copy> there = box.in(folder);
        if (there.size() > MOST_IN_A_FOLDER) {
            remove(imap, folder, first(there, there.size() - MOST_IN_A_FOLDER / 2));
            return;
        }
        Map<Place, Copy> some = first(there, 1 + chance.nextInt(MOST_AT_ONCE));
        String other = Box.FOLDERS.get(1 + chance.nextInt(Box.FOLDERS.size() - 1));
        int which = some.isEmpty() || folder.equals(other) ? 0 : chance.nextInt(8);
        switch (which) {
            case 0, 1 -> append(imap, other);
            case 2, 3 -> transfer(imap, folder, some, Change.move(some, other));
            case 4 -> transfer(imap, folder, some, Change.copy(some, other));
            case 5 -> remove(imap, folder, some);
            default -> flag(imap, folder, some);
        }
    }

    private void append(Imap imap, String folder) throws IOException {
        String token = journal.token("append");
        String octets = "Subject: " + token + "\r\nFrom: <" + box.address() + ">\r\n\r\n" + Mail.text(chance);
        Set<String> flags = Set.of("\\Draft", FLAGS.get(chance.nextInt(FLAGS.size())));
        box.begin(Change.append(folder, Copy.of(octets, flags)));
        Imap.Reply reply = say(
                imap,
                "APPEND " + folder + " (" + String.join(" ", flags) + ") {" + octets.length() + "+}\r\n" + octets);
        Matcher uid = APPENDUID.matcher(reply.status());
        done(uid.find() ? List.of(Long.valueOf(uid.group(1))) : List.of());
    }

    private void transfer(Imap imap, String folder, Map<Place, Copy> some, Change change) throws IOException {
        List<Long> uids = uids(some.keySet());
        select(imap, folder);
        box.begin(change);
        Imap.Reply reply = say(imap, "UID " + change.name() + ' ' + set(uids) + ' ' + change.target());
        StringBuilder said = new StringBuilder(reply.status());
        reply.untagged().forEach(unit -> said.append('\n').append(unit.text()));
        Matcher copied = COPYUID.matcher(said);
        if (copied.find() && expand(copied.group(1)).equals(uids)) {
            done(expand(copied.group(2)));
        } else {
            done(List.of());
        }
    }

    private void flag(Imap imap, String folder, Map<Place, Copy> some) throws IOException {
        String flag = FLAGS.get(chance.nextInt(FLAGS.size()));
        boolean set = chance.nextBoolean();
        store(
                imap,
                folder,
                some,
                (set ? "+" : "-") + "FLAGS.SILENT (" + flag + ')',
                copy -> set ? copy.with(flag) : copy.without(flag));
    }

    private void remove(Imap imap, String folder, Map<Place, Copy> some) throws IOException {
        store(imap, folder, some, "+FLAGS.SILENT (\\Deleted)", copy -> copy.with("\\Deleted"));
        box.begin(Change.remove("EXPUNGE", some.keySet()));
        say(imap, "UID EXPUNGE " + set(uids(some.keySet())));
        done(List.of());
    }

    private void store(Imap imap, String folder, Map<Place, Copy> some, String item, UnaryOperator<Copy> effect)
            throws IOException {
        Map<Place, Copy> after = new LinkedHashMap<>();
        some.forEach((place, copy) -> {
            if (!effect.apply(copy).equals(copy)) {
                after.put(place, effect.apply(copy));
            }
        });
        select(imap, folder);
        if (!after.isEmpty()) {
            box.begin(Change.store(after));
            say(imap, "UID STORE " + set(uids(after.keySet())) + ' ' + item);
            done(List.of());
        }
    }

    private static void select(Imap imap, String folder) throws IOException {
        Reading.expectOk(imap.command("SELECT " + folder), "SELECT");
    }

    private void done(List<Long> uids) {
        box.done(uids);
        served.yes();
    }

    /** Says it, and ends the session unless the answer is OK. */
    private Imap.Reply say(Imap imap, String command) throws IOException {
        Imap.Reply reply;
        try {
            reply = imap.command(command);
        } catch (IOException cutOff) {
            box.notDone(Outcome.UNKNOWN);
            throw cutOff;
        }
        if (!reply.isOk()) {
            box.notDone(Outcome.REFUSED);
            if (!reply.status().startsWith("NO [UNAVAILABLE]")) {
                String said = command.lines().findFirst().orElse("");
                journal.find(Breach.WRONG_ANSWER, name() + ": " + said + ": " + reply.status());
            }
            throw new IOException(reply.status());
        }
        return reply;
    }

    private static Map<Place, Copy> first(Map<Place, Copy> all, int most) {
        return all.entrySet().stream()
                .limit(most)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }

    private static List<Long> uids(Iterable<Place> places) {
        List<Long> uids = new ArrayList<>();
        places.forEach(place -> uids.add(place.uid()));
        return uids;
    }

    private static String set(List<Long> uids) {
        return uids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Long> expand(String set) {
        List<Long> uids = new ArrayList<>();
        for (String range : set.split(",")) {
            String[] ends = range.split(":");
            for (long uid = Long.parseLong(ends[0]); uid <= Long.parseLong(ends[ends.length - 1]); uid++) {
                uids.add(uid);
            }
        }
        return uids;
    }
}
