package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import dev.posthaste.mailbox.MailboxStore.FlagsNow;
import dev.posthaste.mailbox.MailboxStore.ListQuery;
import dev.posthaste.mailbox.MailboxStore.Storage;
import dev.posthaste.mailbox.MailboxStore.TextField;
import dev.posthaste.mailbox.MailboxStore.TextMatches;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** All folders of one account of {@link InMemoryMailbox}, which lets one thread in at a time. */
final class InMemoryAccount {

    final TenantId tenant;

    private final AccountId account;
    private final InMemoryBlobs blobs;
    private final Uuid7 ids;
    private final Storage quota;
    private final Map<FolderName, InMemoryFolder> folders = new TreeMap<>(FolderName.INBOX_FIRST);
    private final TreeSet<FolderName> subscriptions = new TreeSet<>(FolderName.INBOX_FIRST);
    private final List<String> keywords = new ArrayList<>();
    private final List<FolderChange> news = new ArrayList<>();
    private long modSeq = 1;
    private long lastUidValidity = 1000;

    InMemoryAccount(TenantId tenant, AccountId account, Storage quota, InMemoryBlobs blobs, Uuid7 ids) {
        this.tenant = tenant;
        this.account = account;
        this.quota = quota;
        this.blobs = blobs;
        this.ids = ids;
    }

    /** Makes the folders that every account begins with. */
    void furnish(FolderId inbox) {
        add(FolderName.INBOX, inbox, Optional.empty());
        for (SpecialUse use : SpecialUse.values()) {
            String name = use.attribute().substring(1);
            add(new FolderName(name), new FolderId(ids.next()), Optional.of(use));
        }
        subscriptions.addAll(folders.keySet());
    }

    /** What is to be published, once. */
    List<FolderChange> takeNews() {
        List<FolderChange> taken = List.copyOf(news);
        news.clear();
        return taken;
    }

    // ------------------------------------------------------------------------------------------------------- folders

    List<Folder> folders() {
        return folders.values().stream().map(InMemoryFolder::folder).toList();
    }

    Optional<InMemoryFolder> folder(FolderName name) {
        return Optional.ofNullable(folders.get(name));
    }

    Optional<InMemoryFolder> folder(FolderId id) {
        return folders.values().stream().filter(folder -> folder.id.equals(id)).findFirst();
    }

    FolderOutcome create(FolderName name, Optional<SpecialUse> use) {
        if (folders.isEmpty()) {
            return new FolderOutcome.NotFound();
        }
        if (folders.containsKey(name)) {
            return new FolderOutcome.AlreadyExists();
        }
        List<FolderName> above = missing(name.ancestors());
        if (tooMany(above.size() + 1)) {
            return new FolderOutcome.TooMany();
        }
        modSeq++;
        addAll(above);
        InMemoryFolder made = add(name, new FolderId(ids.next()), use);
        say(made);
        return new FolderOutcome.Done(made.folder());
    }

    FolderOutcome rename(FolderName from, FolderName to) {
        if (from.isInbox()) {
            return renameInbox(to);
        }
        if (to.isBelow(from)) {
            return new FolderOutcome.NotAllowed("A folder cannot move below itself");
        }
        if (!folders.containsKey(from)) {
            return new FolderOutcome.NotFound();
        }
        List<InMemoryFolder> moving = folders.values().stream()
                .filter(folder -> folder.name.equals(from) || folder.name.isBelow(from))
                .toList();
        return renameTree(moving, from, to);
    }

    private FolderOutcome renameTree(List<InMemoryFolder> moving, FolderName from, FolderName to) {
        List<String> names = moving.stream()
                .map(folder ->
                        to.text() + folder.name.text().substring(from.text().length()))
                .toList();
        List<FolderName> others = folders.values().stream()
                .filter(folder -> !moving.contains(folder))
                .map(folder -> folder.name)
                .toList();
        if (from.equals(to) || others.stream().anyMatch(other -> names.contains(other.text()))) {
            return new FolderOutcome.AlreadyExists();
        }
        if (names.stream().anyMatch(name -> FolderName.parse(name).isEmpty())) {
            return new FolderOutcome.NotAllowed("A name would be too long or too deep");
        }
        List<FolderName> above = missing(to.ancestors());
        if (tooMany(above.size())) {
            return new FolderOutcome.TooMany();
        }
        modSeq++;
        addAll(above);
        moving.forEach(folder -> folders.remove(folder.name));
        for (int i = 0; i < names.size(); i++) {
            InMemoryFolder folder = moving.get(i);
            folder.name = new FolderName(names.get(i));
            folder.modSeq = modSeq;
            folders.put(folder.name, folder);
        }
        InMemoryFolder renamed = folders.get(to);
        say(renamed);
        return new FolderOutcome.Done(renamed.folder());
    }

    private FolderOutcome renameInbox(FolderName to) {
        if (!(create(to, Optional.empty()) instanceof FolderOutcome.Done(Folder made))) {
            return folders.isEmpty() ? new FolderOutcome.NotFound() : refusal(to);
        }
        InMemoryFolder inbox = folders.get(FolderName.INBOX);
        InMemoryFolder target = folders.get(made.name());
        inbox.all().forEach(message -> carry(message, inbox, target));
        inbox.modSeq = modSeq;
        say(inbox);
        return new FolderOutcome.Done(target.folder());
    }

    private FolderOutcome refusal(FolderName to) {
        return folders.containsKey(to) ? new FolderOutcome.AlreadyExists() : new FolderOutcome.TooMany();
    }

    FolderOutcome delete(FolderName name) {
        if (name.isInbox()) {
            return new FolderOutcome.NotAllowed("INBOX cannot be deleted");
        }
        InMemoryFolder doomed = folders.remove(name);
        if (doomed == null) {
            return new FolderOutcome.NotFound();
        }
        Folder asItWas = doomed.folder();
        doomed.all().forEach(message -> blobs.count(message.blob(), -1));
        doomed.modSeq = ++modSeq;
        say(doomed);
        return new FolderOutcome.Done(asItWas);
    }

    FolderStore.SubscribeOutcome subscribe(FolderName name) {
        if (!folders.isEmpty() && subscriptions.size() < FolderStore.MAX_SUBSCRIPTIONS) {
            subscriptions.add(name);
        }
        return subscriptions.contains(name) ? FolderStore.SubscribeOutcome.DONE : FolderStore.SubscribeOutcome.TOO_MANY;
    }

    void unsubscribe(FolderName name) {
        subscriptions.remove(name);
    }

    List<FolderName> subscriptions() {
        return List.copyOf(subscriptions);
    }

    private List<FolderName> missing(List<FolderName> names) {
        return names.stream().filter(name -> !folders.containsKey(name)).toList();
    }

    private boolean tooMany(int more) {
        return folders.size() + more > FolderStore.MAX_FOLDERS;
    }

    private void addAll(List<FolderName> names) {
        names.forEach(name -> add(name, new FolderId(ids.next()), Optional.empty()));
    }

    private InMemoryFolder add(FolderName name, FolderId id, Optional<SpecialUse> use) {
        InMemoryFolder made = new InMemoryFolder(new Folder(id, name, use, ++lastUidValidity, 1, modSeq));
        folders.put(name, made);
        return made;
    }

    private void say(InMemoryFolder folder) {
        news.add(new FolderChange(account, folder.id, modSeq));
    }

    // ------------------------------------------------------------------------------------------------------ messages

    StoredMessage deliver(FolderId id, Letter letter, Glance glance) {
        InMemoryFolder folder = folder(id).orElseThrow();
        if (!fits(1, letter.size())) {
            throw new IllegalStateException("over quota");
        }
        modSeq++;
        StoredMessage message = new StoredMessage(
                new StoredMessageId(ids.next()),
                id,
                folder.uidNext,
                letter.flags(),
                modSeq,
                letter.internalDate(),
                letter.prefix(),
                blobs.put(account, tenant, letter.bytes(), glance),
                glance.structure(),
                glance.preview());
        folder.put(message);
        say(folder);
        return message;
    }

    Stream<StoredMessage> all() {
        return folders.values().stream().flatMap(InMemoryFolder::stream);
    }

    List<StoredMessage> list(ListQuery query) {
        List<SearchTerm> words = SearchTerm.words(query.text());
        Comparator<StoredMessage> byId =
                Comparator.comparing(message -> message.id().toString());
        return all().filter(message -> query.folder().stream().allMatch(message.folder()::equals))
                .filter(message -> query.before().stream()
                        .allMatch(id -> message.id().toString().compareTo(id.toString()) < 0))
                .filter(message -> words.stream().allMatch(word -> holds(message, word)))
                .sorted(byId.reversed())
                .limit(query.limit())
                .toList();
    }

    FlagsNow changeFlags(FolderId id, long[] uids, FlagChange change, long unchangedSince) {
        List<StoredMessage> asked = named(id, uids);
        long[] modified = asked.stream()
                .filter(message -> message.modSeq() > unchangedSince)
                .mapToLong(StoredMessage::uid)
                .toArray();
        List<StoredMessage> moving = asked.stream()
                .filter(message -> message.modSeq() <= unchangedSince)
                .filter(message -> wanted(message, change) != message.flags())
                .toList();
        if (!moving.isEmpty()) {
            modSeq++;
            InMemoryFolder folder = folder(id).orElseThrow();
            moving.forEach(m -> folder.put(placed(m, id, m.uid(), wanted(m, change))));
            say(folder);
        }
        List<StoredMessage> now = named(id, uids);
        long[] there = InMemoryFolder.numbers(now, StoredMessage::uid);
        return new FlagsNow(
                moving.isEmpty() ? OptionalLong.empty() : OptionalLong.of(modSeq),
                there,
                InMemoryFolder.numbers(now, StoredMessage::flags),
                InMemoryFolder.numbers(now, StoredMessage::modSeq),
                without(uids, there),
                modified);
    }

    Transfer copy(FolderId from, long[] uids, FolderId to) {
        List<StoredMessage> source = named(from, uids);
        return folder(to).map(target -> copy(source, target)).orElseGet(Transfer.NoSuchTarget::new);
    }

    private Transfer copy(List<StoredMessage> source, InMemoryFolder target) {
        if (!fits(source.size(), source.stream().mapToLong(StoredMessage::size).sum())) {
            return new Transfer.OverQuota();
        }
        long first = target.uidNext;
        modSeq += source.isEmpty() ? 0 : 1;
        for (StoredMessage message : source) {
            blobs.count(message.blob(), 1);
            StoredMessageId id = new StoredMessageId(ids.next());
            target.put(identified(placed(message, target.id, target.uidNext, message.flags()), id));
        }
        return done(source, target, first);
    }

    Transfer move(FolderId from, long[] uids, FolderId to) {
        List<StoredMessage> source = named(from, uids);
        return folder(to).map(target -> move(source, target)).orElseGet(Transfer.NoSuchTarget::new);
    }

    private Transfer move(List<StoredMessage> source, InMemoryFolder target) {
        long first = target.uidNext;
        if (!source.isEmpty()) {
            modSeq++;
            InMemoryFolder origin = folder(source.get(0).folder()).orElseThrow();
            source.forEach(message -> carry(message, origin, target));
            if (origin != target) {
                say(origin);
            }
        }
        return done(source, target, first);
    }

    private Transfer done(List<StoredMessage> source, InMemoryFolder target, long first) {
        if (!source.isEmpty()) {
            say(target);
        }
        return new Transfer.Done(
                target.uidValidity,
                InMemoryFolder.numbers(source, StoredMessage::uid),
                LongStream.range(first, first + source.size()).toArray());
    }

    long[] remove(FolderId id, Predicate<StoredMessage> which) {
        List<StoredMessage> doomed = folder(id).stream()
                .flatMap(InMemoryFolder::stream)
                .filter(which)
                .toList();
        if (!doomed.isEmpty()) {
            modSeq++;
            InMemoryFolder folder = folder(id).orElseThrow();
            doomed.forEach(message -> {
                folder.remove(message, modSeq);
                blobs.count(message.blob(), -1);
            });
            say(folder);
        }
        return InMemoryFolder.numbers(doomed, StoredMessage::uid);
    }

    TextMatches search(FolderId id, TextField field, String needle) {
        SearchTerm term = new SearchTerm(needle);
        List<StoredMessage> here =
                folder(id).stream().flatMap(InMemoryFolder::stream).toList();
        long[] hits = here.stream()
                .filter(message -> holds(message, term))
                .mapToLong(StoredMessage::uid)
                .toArray();
        long[] unclear = here.stream()
                .filter(message ->
                        !holds(message, term) && blobs.glance(message.blob()).cut())
                .mapToLong(StoredMessage::uid)
                .toArray();
        return switch (field) {
            case ANYWHERE -> new TextMatches(hits, unclear);
            case SUBJECT ->
                new TextMatches(
                        new long[0],
                        LongStream.concat(LongStream.of(hits), LongStream.of(unclear))
                                .sorted()
                                .toArray());
        };
    }

    long forgetExpunged() {
        return folders.values().stream()
                .mapToLong(InMemoryFolder::forgetExpunged)
                .sum();
    }

    List<String> keywords() {
        return List.copyOf(keywords);
    }

    Optional<Long> keywordBits(List<String> wanted) {
        List<String> all = new ArrayList<>(keywords);
        wanted.stream().filter(k -> Flags.keyword(k, all).isEmpty()).forEach(all::add);
        if (folders.isEmpty()
                || all.size() > Flags.MAX_KEYWORDS
                || wanted.stream().anyMatch(keyword -> keyword.length() > Flags.MAX_KEYWORD_OCTETS)) {
            return Optional.empty();
        }
        keywords.clear();
        keywords.addAll(all);
        return Optional.of(wanted.stream()
                .mapToLong(keyword -> Flags.keyword(keyword, all).orElseThrow())
                .reduce(0, (a, b) -> a | b));
    }

    Storage storage() {
        long octets = all().mapToLong(StoredMessage::size).sum();
        return new Storage(octets, all().count(), quota.quotaOctets(), quota.quotaMessages());
    }

    private List<StoredMessage> named(FolderId id, long[] uids) {
        return folder(id).map(folder -> folder.named(uids)).orElse(List.of());
    }

    private boolean fits(long messages, long octets) {
        Storage now = storage();
        return messages == 0
                || (now.usedMessages() + messages <= now.quotaMessages()
                        && now.usedOctets() + octets <= now.quotaOctets());
    }

    private boolean holds(StoredMessage message, SearchTerm term) {
        return blobs.glance(message.blob()).searchText().contains(term.folded());
    }

    /** From one folder into another with the MODSEQ that was counted. */
    private void carry(StoredMessage message, InMemoryFolder from, InMemoryFolder to) {
        long uid = to.uidNext;
        from.remove(message, modSeq);
        to.put(placed(message, to.id, uid, message.flags()));
    }

    private StoredMessage placed(StoredMessage m, FolderId folder, long uid, long flags) {
        return new StoredMessage(
                m.id(), folder, uid, flags, modSeq, m.internalDate(), m.prefix(), m.blob(), m.index(), m.preview());
    }

    private static StoredMessage identified(StoredMessage m, StoredMessageId id) {
        return new StoredMessage(
                id,
                m.folder(),
                m.uid(),
                m.flags(),
                m.modSeq(),
                m.internalDate(),
                m.prefix(),
                m.blob(),
                m.index(),
                m.preview());
    }

    private static long wanted(StoredMessage message, FlagChange change) {
        return (message.flags() & ~change.clear()) | change.set();
    }

    private static long[] without(long[] asked, long[] there) {
        return LongStream.of(asked)
                .sorted()
                .distinct()
                .filter(uid -> Arrays.binarySearch(there, uid) < 0)
                .toArray();
    }
}
