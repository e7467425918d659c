package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.ListReturn;
import dev.posthaste.imap.wire.ListSelection;
import dev.posthaste.imap.wire.MailboxPattern;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An account's folders as LIST and LSUB return them: including parents that do not exist and subscriptions to folders
 * that do not exist (RFC 5258).
 */
final class FolderListing {

    /** One LIST response. */
    record Entry(FolderName name, List<String> attributes, Below below, Optional<Folder> folder) {
        /** Keeps a copy. */
        public Entry {
            attributes = List.copyOf(attributes);
        }
    }

    /** What CHILDINFO says of a name that RECURSIVEMATCH added (RFC 5258 section 3.5). */
    enum Below {
        /** No CHILDINFO. */
        NOTHING,
        /** Subscribed descendants. */
        SUBSCRIBED,
        /** Descendants with a special use. */
        SPECIAL_USE
    }

    private final Map<FolderName, Folder> folders = new TreeMap<>();
    private final Set<FolderName> parents = new HashSet<>();
    private final Set<FolderName> subscriptions;

    FolderListing(List<Folder> folders, List<FolderName> subscriptions) {
        for (Folder folder : folders) {
            this.folders.put(folder.name(), folder);
            parents.addAll(folder.name().ancestors());
        }
        this.subscriptions = new TreeSet<>(subscriptions);
    }

    List<Entry> list(Command.ListMailboxes command) {
        Set<FolderName> wanted = wanted(command.selections());
        Set<FolderName> above = new HashSet<>();
        if (command.selections().contains(ListSelection.RECURSIVEMATCH)) {
            wanted.forEach(name -> above.addAll(name.ancestors()));
        }
        Set<FolderName> found = new TreeSet<>(FolderName.INBOX_FIRST);
        found.addAll(wanted);
        found.addAll(above);
        List<Entry> entries = new ArrayList<>();
        for (FolderName name : found) {
            if (command.patterns().stream().anyMatch(pattern -> pattern.matches(name.text()))) {
                entries.add(entry(name, command, above.contains(name)));
            }
        }
        return entries;
    }

    /** RFC 3501 section 6.3.9: with {@code %} a name stands for the subscriptions below it. */
    List<Entry> lsub(MailboxPattern pattern) {
        Set<FolderName> found = new TreeSet<>(FolderName.INBOX_FIRST);
        for (FolderName name : subscriptions) {
            if (pattern.matches(name.text())) {
                found.add(name);
            } else {
                name.ancestors().stream()
                        .filter(above -> pattern.matches(above.text()))
                        .forEach(found::add);
            }
        }
        return found.stream().map(this::subscribed).toList();
    }

    private Entry subscribed(FolderName name) {
        boolean selectable = subscriptions.contains(name) && folders.containsKey(name);
        List<String> attributes = selectable ? List.of() : List.of("\\Noselect");
        return new Entry(name, attributes, Below.NOTHING, Optional.empty());
    }

    private Set<FolderName> wanted(Set<ListSelection> selections) {
        Set<FolderName> wanted = new TreeSet<>();
        if (selections.contains(ListSelection.SUBSCRIBED)) {
            wanted.addAll(subscriptions);
        } else {
            wanted.addAll(folders.keySet());
        }
        if (selections.contains(ListSelection.SPECIAL_USE)) {
            wanted.removeIf(name -> use(name).isEmpty());
        } else if (!selections.contains(ListSelection.SUBSCRIBED)) {
            wanted.addAll(parents);
        }
        return wanted;
    }

    private Entry entry(FolderName name, Command.ListMailboxes command, boolean isAbove) {
        List<String> attributes = new ArrayList<>();
        if (!folders.containsKey(name)) {
            attributes.add("\\NonExistent");
            attributes.add("\\Noselect");
        }
        boolean tellSubscribed = command.returns().contains(ListReturn.SUBSCRIBED)
                || command.selections().contains(ListSelection.SUBSCRIBED);
        if (tellSubscribed && subscriptions.contains(name)) {
            attributes.add("\\Subscribed");
        }
        attributes.add(parents.contains(name) ? "\\HasChildren" : "\\HasNoChildren");
        use(name).ifPresent(attributes::add);
        Below below = isAbove ? below(command.selections()) : Below.NOTHING;
        return new Entry(name, attributes, below, Optional.ofNullable(folders.get(name)));
    }

    private Optional<String> use(FolderName name) {
        return Optional.ofNullable(folders.get(name)).flatMap(Folder::use).map(use -> use.attribute());
    }

    private static Below below(Set<ListSelection> selections) {
        return selections.contains(ListSelection.SUBSCRIBED) ? Below.SUBSCRIBED : Below.SPECIAL_USE;
    }
}
