package dev.posthaste.mailbox;

import dev.posthaste.id.FolderId;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A folder of {@link InMemoryMailbox} with what lies in it and what was removed from it. */
final class InMemoryFolder {

    final FolderId id;
    final Optional<SpecialUse> use;
    final long uidValidity;
    FolderName name;
    long uidNext = 1;
    long recentFrom = 1;
    long modSeq;

    private final NavigableMap<Long, StoredMessage> messages = new TreeMap<>();

    /** UID to the MODSEQ at which it was removed. */
    private final NavigableMap<Long, Long> expunged = new TreeMap<>();

    private long expungedFloor;

    InMemoryFolder(Folder as) {
        id = as.id();
        name = as.name();
        use = as.use();
        uidValidity = as.uidValidity();
        modSeq = as.highestModSeq();
    }

    Folder folder() {
        return new Folder(id, name, use, uidValidity, uidNext, modSeq);
    }

    void put(StoredMessage message) {
        messages.put(message.uid(), message);
        uidNext = Math.max(uidNext, message.uid() + 1);
        modSeq = message.modSeq();
    }

    void remove(StoredMessage message, long at) {
        messages.remove(message.uid());
        expunged.put(message.uid(), at);
        modSeq = at;
    }

    Collection<StoredMessage> all() {
        return List.copyOf(messages.values());
    }

    List<StoredMessage> named(long[] uids) {
        return LongStream.of(uids)
                .sorted()
                .distinct()
                .boxed()
                .flatMap(uid -> Optional.ofNullable(messages.get(uid)).stream())
                .toList();
    }

    FolderSnapshot open(MailboxStore.Access access, List<String> keywords) {
        long firstRecent = recentFrom;
        if (access == MailboxStore.Access.READ_WRITE) {
            recentFrom = uidNext;
        }
        return new FolderSnapshot(
                folder(),
                firstRecent,
                keywords,
                numbers(messages.values(), StoredMessage::uid),
                numbers(messages.values(), StoredMessage::flags),
                numbers(messages.values(), StoredMessage::modSeq));
    }

    MailboxStore.Changes changesSince(long since, List<String> keywords) {
        return since < expungedFloor
                ? new MailboxStore.Changes.TooOld(expungedFloor)
                : new MailboxStore.Changes.Known(changesAfter(since, keywords));
    }

    /** Forgets all that was expunged, whenever it was. */
    long forgetExpunged() {
        long forgotten = expunged.size();
        expungedFloor = expunged.values().stream().reduce(expungedFloor, Math::max);
        expunged.clear();
        return forgotten;
    }

    FolderSizes sizes(int newest) {
        List<StoredMessage> last = messages.values().stream()
                .skip(Math.max(0, messages.size() - newest))
                .toList();
        return new FolderSizes(
                numbers(last, StoredMessage::uid),
                numbers(last, StoredMessage::size),
                last.stream()
                        .map(message -> message.id().value())
                        .flatMapToLong(id -> LongStream.of(id.getMostSignificantBits(), id.getLeastSignificantBits()))
                        .toArray());
    }

    private FolderChanges changesAfter(long since, List<String> keywords) {
        List<StoredMessage> changed =
                messages.values().stream().filter(m -> m.modSeq() > since).toList();
        long[] gone = expunged.entrySet().stream()
                .filter(entry -> entry.getValue() > since)
                .mapToLong(entry -> entry.getKey())
                .toArray();
        return new FolderChanges(
                folder(),
                numbers(changed, StoredMessage::uid),
                numbers(changed, StoredMessage::flags),
                numbers(changed, StoredMessage::modSeq),
                gone,
                keywords);
    }

    FolderStatus status() {
        return new FolderStatus(
                folder(),
                messages.size(),
                count(message -> (message.flags() & Flags.SEEN) == 0),
                count(message -> (message.flags() & Flags.DELETED) != 0),
                count(message -> message.uid() >= recentFrom),
                messages.values().stream().mapToLong(StoredMessage::size).sum());
    }

    Stream<StoredMessage> stream() {
        return messages.values().stream();
    }

    static long[] numbers(Collection<StoredMessage> messages, ToLongFunction<StoredMessage> number) {
        return messages.stream().mapToLong(number).toArray();
    }

    private long count(Predicate<StoredMessage> which) {
        return messages.values().stream().filter(which).count();
    }
}
