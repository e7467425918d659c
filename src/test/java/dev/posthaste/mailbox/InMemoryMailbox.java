package dev.posthaste.mailbox;

import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * Folders and messages in memory, for tests of what stands on them; the contracts hold it to what PostgreSQL does. Safe
 * for many threads: each call runs under one lock, and the feed is told after it.
 *
 * <pre>
 * InMemoryMailbox mailbox = new InMemoryMailbox();
 * AccountId account = mailbox.account();
 * mailbox.deliver(account, mailbox.inbox(account), Letter.of("Subject: Hi\n\nHello\n"));
 * </pre>
 */
public final class InMemoryMailbox implements FolderStore, MailboxStore {

    private static final long NO_LIMIT = Long.MAX_VALUE / 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<AccountId, InMemoryAccount> accounts = new HashMap<>();
    private final InMemoryBlobs blobs = new InMemoryBlobs();
    private final Uuid7 ids = new Uuid7(InstantSource.system());
    private final ChangeFeed feed;
    private final Function<byte[], Glance> indexer;
    private volatile BlobStore readThrough = blobs;

    /** Tells a feed of its own, and looks at messages as {@link Glance#plain} does. */
    public InMemoryMailbox() {
        this(new LocalChangeFeed(), Glance::plain);
    }

    /** Tells {@code feed} of changes; {@code indexer} looks at each message that is delivered. */
    public InMemoryMailbox(ChangeFeed feed, Function<byte[], Glance> indexer) {
        this.feed = feed;
        this.indexer = indexer;
    }

    // ------------------------------------------------------------------------------------------------- what tests do

    /** The feed that is told. */
    public ChangeFeed feed() {
        return feed;
    }

    /** A new account without limits. */
    public AccountId account() {
        return account(NO_LIMIT, NO_LIMIT);
    }

    /** A new account of a tenant of its own. */
    public AccountId account(long quotaOctets, long quotaMessages) {
        AccountId account = new AccountId(ids.next());
        Storage quota = new Storage(0, 0, quotaOctets, quotaMessages);
        addAccount(new TenantId(ids.next()), account, new FolderId(ids.next()), quota);
        return account;
    }

    /** Makes INBOX and the special folders of an account whose ids a test knows already, all subscribed. */
    public void addAccount(TenantId tenant, AccountId account, FolderId inbox, Storage quota) {
        InMemoryAccount fresh = new InMemoryAccount(tenant, account, quota, blobs, ids);
        fresh.furnish(inbox);
        lock.lock();
        try {
            accounts.put(account, fresh);
        } finally {
            lock.unlock();
        }
    }

    /** The account's INBOX. */
    public FolderId inbox(AccountId account) {
        return folderNamed(account, "INBOX");
    }

    /** The account's folder of this name, which must be there. */
    public FolderId folderNamed(AccountId account, String name) {
        return now(account, a -> a.folder(new FolderName(name)).orElseThrow().id);
    }

    /** Puts a message into a folder as the door does; the account must have room. */
    public StoredMessage deliver(AccountId account, FolderId folder, Letter letter) {
        Glance glance = indexer.apply(letter.bytes());
        return now(account, a -> a.deliver(folder, letter, glance));
    }

    /** The same with bytes alone. */
    public StoredMessage deliver(AccountId account, FolderId folder, byte[] bytes) {
        return deliver(account, folder, Letter.of(bytes));
    }

    /** How many references are counted on the blob of these bytes. */
    public long references(AccountId account, byte[] bytes) {
        return now(account, a -> blobs.references(account, a.tenant, bytes));
    }

    /** Reads what was delivered; it takes no uploads. */
    public BlobStore blobs() {
        return blobs;
    }

    /** From here on {@link #read} reads octets from {@code store}. */
    public void readThrough(BlobStore store) {
        readThrough = store;
    }

    // ------------------------------------------------------------------------------------------------------- folders

    @Override
    public Uni<List<Folder>> folders(AccountId account) {
        return later(account, InMemoryAccount::folders);
    }

    @Override
    public Uni<Optional<Folder>> folder(AccountId account, FolderName name) {
        return later(account, a -> a.folder(name).map(InMemoryFolder::folder));
    }

    @Override
    public Uni<Optional<Folder>> folder(AccountId account, FolderId id) {
        return later(account, a -> a.folder(id).map(InMemoryFolder::folder));
    }

    @Override
    public Uni<List<FolderStatus>> status(AccountId account, List<FolderId> folders) {
        return later(
                account,
                a -> folders.stream()
                        .flatMap(id -> a.folder(id).stream())
                        .map(InMemoryFolder::status)
                        .toList());
    }

    @Override
    public Uni<FolderOutcome> create(AccountId account, FolderName name, Optional<SpecialUse> use) {
        return later(account, a -> a.create(name, use));
    }

    @Override
    public Uni<FolderOutcome> rename(AccountId account, FolderName from, FolderName to) {
        return later(account, a -> a.rename(from, to));
    }

    @Override
    public Uni<FolderOutcome> delete(AccountId account, FolderName name) {
        return later(account, a -> a.delete(name));
    }

    @Override
    public Uni<SubscribeOutcome> subscribe(AccountId account, FolderName name) {
        return later(account, a -> a.subscribe(name));
    }

    @Override
    public Uni<Void> unsubscribe(AccountId account, FolderName name) {
        return later(account, a -> {
                    a.unsubscribe(name);
                    return name;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<List<FolderName>> subscriptions(AccountId account) {
        return later(account, InMemoryAccount::subscriptions);
    }

    // ------------------------------------------------------------------------------------------------------ messages

    @Override
    public Uni<Optional<FolderSnapshot>> open(AccountId account, FolderId folder, Access access) {
        return later(account, a -> a.folder(folder).map(there -> there.open(access, a.keywords())));
    }

    @Override
    public Uni<Changes> changesSince(AccountId account, FolderId folder, long modSeq) {
        return later(
                account,
                a -> a.folder(folder)
                        .map(there -> there.changesSince(modSeq, a.keywords()))
                        .orElseGet(Changes.FolderGone::new));
    }

    @Override
    public Uni<Optional<FolderSizes>> sizes(AccountId account, FolderId folder, int newest) {
        return later(account, a -> a.folder(folder).map(there -> there.sizes(newest)));
    }

    /** There is no time here: everything is older than any age. */
    @Override
    public Uni<Long> forgetExpunged(Duration age) {
        return Uni.createFrom().item(() -> {
            lock.lock();
            try {
                return accounts.values().stream()
                        .mapToLong(InMemoryAccount::forgetExpunged)
                        .sum();
            } finally {
                lock.unlock();
            }
        });
    }

    @Override
    public Uni<List<StoredMessage>> messages(AccountId account, FolderId folder, long[] uids) {
        if (uids.length > MAX_ROWS) {
            return Uni.createFrom().failure(new IllegalArgumentException("too many rows"));
        }
        return later(
                account, a -> a.folder(folder).map(there -> there.named(uids)).orElse(List.of()));
    }

    @Override
    public Uni<List<Excerpt>> read(AccountId account, FolderId folder, long[] uids, Portion portion) {
        return messages(account, folder, uids)
                .flatMap(messages -> Multi.createFrom()
                        .iterable(upTo(READ_TOGETHER, messages, portion))
                        .onItem()
                        .transformToUniAndConcatenate(message -> excerpt(message, portion))
                        .collect()
                        .asList());
    }

    private static List<StoredMessage> upTo(long octets, List<StoredMessage> messages, Portion portion) {
        List<StoredMessage> some = new ArrayList<>();
        long before = 0;
        for (StoredMessage message : messages) {
            if (before < octets) {
                some.add(message);
            }
            before += read(message, portion);
        }
        return some;
    }

    private static long read(StoredMessage message, Portion portion) {
        return switch (portion) {
            case ROW, STRUCTURE -> 0;
            case BEGINNING -> Math.min(message.blob().size(), BEGINNING_MAX);
            case WHOLE -> message.blob().size() <= WHOLE_MAX ? message.blob().size() : 0;
        };
    }

    private static StoredMessage bare(StoredMessage message) {
        return new StoredMessage(
                message.id(),
                message.folder(),
                message.uid(),
                message.flags(),
                message.modSeq(),
                message.internalDate(),
                message.prefix(),
                message.blob(),
                new byte[0],
                "");
    }

    private Uni<Excerpt> excerpt(StoredMessage message, Portion portion) {
        if (portion == Portion.ROW) {
            return Uni.createFrom().item(new Excerpt(bare(message), new byte[0]));
        }
        long octets = message.blob().size() <= BlobStore.INLINE_MAX ? read(message, portion) : 0;
        return octets == 0
                ? Uni.createFrom().item(new Excerpt(message, new byte[0]))
                : readThrough.read(message.blob(), 0, (int) octets).map(beginning -> new Excerpt(message, beginning));
    }

    @Override
    public Uni<Optional<StoredMessage>> message(AccountId account, StoredMessageId id) {
        return later(
                account, a -> a.all().filter(message -> message.id().equals(id)).findFirst());
    }

    @Override
    public Uni<List<StoredMessage>> list(AccountId account, ListQuery query) {
        if (query.limit() > MAX_ROWS) {
            return Uni.createFrom().failure(new IllegalArgumentException("too many rows"));
        }
        return later(account, a -> a.list(query));
    }

    @Override
    public Uni<FlagsNow> changeFlags(AccountId account, FolderId folder, long[] uids, FlagChange change) {
        return changeFlags(account, folder, uids, change, Long.MAX_VALUE);
    }

    @Override
    public Uni<FlagsNow> changeFlags(
            AccountId account, FolderId folder, long[] uids, FlagChange change, long unchangedSince) {
        return later(account, a -> a.changeFlags(folder, uids, change, unchangedSince));
    }

    @Override
    public Uni<Optional<Long>> keywordBits(AccountId account, List<String> keywords) {
        return later(account, a -> a.keywordBits(keywords));
    }

    @Override
    public Uni<List<String>> keywords(AccountId account) {
        return later(account, InMemoryAccount::keywords);
    }

    @Override
    public Uni<Transfer> copy(AccountId account, FolderId from, long[] uids, FolderId to) {
        return later(account, a -> a.copy(from, uids, to));
    }

    @Override
    public Uni<Transfer> move(AccountId account, FolderId from, long[] uids, FolderId to) {
        return later(account, a -> a.move(from, uids, to));
    }

    @Override
    public Uni<long[]> expunge(AccountId account, FolderId folder, Optional<long[]> uids) {
        return later(
                account,
                a -> a.remove(
                        folder,
                        message -> (message.flags() & Flags.DELETED) != 0
                                && uids.stream().allMatch(some -> among(some, message))));
    }

    @Override
    public Uni<long[]> delete(AccountId account, FolderId folder, long[] uids) {
        return later(account, a -> a.remove(folder, message -> among(uids, message)));
    }

    @Override
    public Uni<TextMatches> search(AccountId account, FolderId folder, TextField field, String needle) {
        return later(account, a -> a.search(folder, field, needle));
    }

    @Override
    public Uni<Storage> storage(AccountId account) {
        return later(account, InMemoryAccount::storage);
    }

    // -------------------------------------------------------------------------------------------------------- inside

    private <T> Uni<T> later(AccountId account, Function<InMemoryAccount, T> work) {
        return Uni.createFrom().item(() -> now(account, work));
    }

    /** Whoever asks for an account that is not there finds one without folders. */
    private <T> T now(AccountId account, Function<InMemoryAccount, T> work) {
        List<FolderChange> news;
        T answer;
        lock.lock();
        try {
            InMemoryAccount there = Optional.ofNullable(accounts.get(account)).orElseGet(() -> nobody(account));
            answer = work.apply(there);
            news = there.takeNews();
        } finally {
            lock.unlock();
        }
        news.forEach(feed::publish);
        return answer;
    }

    private InMemoryAccount nobody(AccountId account) {
        return new InMemoryAccount(new TenantId(ids.next()), account, new Storage(0, 0, 0, 0), blobs, ids);
    }

    private static boolean among(long[] uids, StoredMessage message) {
        return LongStream.of(uids).anyMatch(uid -> uid == message.uid());
    }
}
