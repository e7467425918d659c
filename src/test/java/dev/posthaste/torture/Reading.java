package dev.posthaste.torture;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything that a client finds in a mailbox, read by IMAP with all octets. */
record Reading(Map<String, Folder> folders, Map<Place, String> octets) {

    private static final Pattern UID = Pattern.compile("\\bUID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("\\bFLAGS \\(([^)]*)\\)");

    /** A folder's name and a UID. */
    record Place(String folder, long uid) {}

    /** A folder with its messages by UID; {@code modSeq} where the server tells it. */
    record Folder(long uidValidity, long uidNext, OptionalLong modSeq, SortedMap<Long, Copy> messages) {}

    /** A session of its own that reads every folder of the load. */
    static Reading of(Site site, String box) throws IOException {
        try (Imap imap = login(site, box)) {
            return of(imap);
        }
    }

    /** Reads every folder of the load; the last one stays selected. */
    static Reading of(Imap imap) throws IOException {
        Map<String, Folder> folders = new LinkedHashMap<>();
        Map<Place, String> octets = new LinkedHashMap<>();
        for (String name : Box.FOLDERS) {
            Imap.Reply selected = expectOk(imap.command("EXAMINE " + name), "EXAMINE");
            SortedMap<Long, Copy> messages = new TreeMap<>();
            Imap.Reply fetched = expectOk(imap.command("UID FETCH 1:* (UID FLAGS BODY.PEEK[])"), "FETCH");
            for (Imap.Unit unit : fetched.untagged()) {
                if (unit.text().contains(" FETCH (") && !unit.literals().isEmpty()) {
                    long uid = Long.parseLong(find(UID, unit.text()));
                    messages.put(uid, Copy.of(unit.literals().getFirst(), flags(unit.text())));
                    octets.put(new Place(name, uid), unit.literals().getFirst());
                }
            }
            folders.put(name, folder(selected, messages));
        }
        return new Reading(folders, octets);
    }

    /** Logs in; a refusal that calls the password wrong is written down, for it is right. */
    static Imap login(Site site, String box) throws IOException {
        Imap imap = new Imap(site.port("imap"));
        try {
            Imap.Reply reply = imap.command("LOGIN " + box + " \"" + Site.PASSWORD + '"');
            if (!reply.isOk()) {
                site.journal()
                        .judgeLogin("IMAP LOGIN", reply.status(), reply.status().startsWith("NO [UNAVAILABLE]"));
                throw new IOException("no login: " + reply.status());
            }
            return imap;
        } catch (IOException failure) {
            imap.close();
            throw failure;
        }
    }

    static Imap.Reply expectOk(Imap.Reply reply, String command) throws IOException {
        if (!reply.isOk()) {
            throw new IOException(command + ": " + reply.status());
        }
        return reply;
    }

    private static Folder folder(Imap.Reply selected, SortedMap<Long, Copy> messages) throws IOException {
        StringBuilder all = new StringBuilder();
        selected.untagged().forEach(unit -> all.append(unit.text()).append('\n'));
        Matcher modSeq = Pattern.compile("HIGHESTMODSEQ (\\d+)").matcher(all);
        return new Folder(
                Long.parseLong(find(Pattern.compile("UIDVALIDITY (\\d+)"), all.toString())),
                Long.parseLong(find(Pattern.compile("UIDNEXT (\\d+)"), all.toString())),
                modSeq.find() ? OptionalLong.of(Long.parseLong(modSeq.group(1))) : OptionalLong.empty(),
                messages);
    }

    private static Set<String> flags(String text) throws IOException {
        Set<String> flags = new TreeSet<>();
        for (String flag : find(FLAGS, text).split(" ")) {
            if (!flag.isEmpty() && !flag.equals("\\Recent")) {
                flags.add(flag);
            }
        }
        return flags;
    }

    private static String find(Pattern pattern, String text) throws IOException {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IOException("no " + pattern + " in " + text);
        }
        return found.group(1);
    }
}
