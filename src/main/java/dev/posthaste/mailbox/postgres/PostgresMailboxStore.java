package dev.posthaste.mailbox.postgres;

import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.BlobRef;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.Excerpt;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderChange;
import dev.posthaste.mailbox.FolderChanges;
import dev.posthaste.mailbox.FolderSizes;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.MailboxStore;
import dev.posthaste.mailbox.SearchTerm;
import dev.posthaste.mailbox.StoredMessage;
import dev.posthaste.mailbox.postgres.LockedChange.Step;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Messages in the tables {@code message} and {@code expunged}, and the counts in {@code mailbox}. */
public final class PostgresMailboxStore implements MailboxStore {

    /** Not a folder's id: stands for all folders in a statement. */
    private static final UUID NIL = new UUID(0, 0);

    /** Above every id that there is. */
    private static final UUID MAX = new UUID(-1, -1);

    /** So many entries of the log are forgotten in one transaction, which keeps the mailbox locked. */
    private static final int FORGET_PORTION = 10_000;

    private final Statements statements;
    private final LockedChange change;
    private final ChangeFeed feed;
    private final Uuid7 ids;

    /** Works on this pool and tells {@code feed} of each change after its commit. */
    public PostgresMailboxStore(Pool pool, ChangeFeed feed, Uuid7 ids) {
        this.statements = new Statements(pool);
        this.change = new LockedChange(pool);
        this.feed = feed;
        this.ids = ids;
    }

    @Override
    public Uni<Optional<FolderSnapshot>> open(AccountId account, FolderId folder, Access access) {
        Uni<Optional<FolderSnapshot>> seen = statements.first(
                MessageSql.OPEN, Tuple.of(account.value(), folder.value()), PostgresMailboxStore::snapshot);
        return switch (access) {
            case READ_ONLY -> seen;
            case READ_WRITE -> seen.flatMap(snapshot -> takeRecent(account, snapshot));
        };
    }

    @Override
    public Uni<Changes> changesSince(AccountId account, FolderId folder, long modSeq) {
        Tuple arguments = Tuple.of(account.value(), folder.value(), modSeq);
        return statements
                .first(MessageSql.CHANGES, arguments, row -> changes(row, modSeq))
                .map(changes -> changes.orElseGet(Changes.FolderGone::new));
    }

    @Override
    public Uni<Optional<FolderSizes>> sizes(AccountId account, FolderId folder, int newest) {
        Tuple arguments = Tuple.of(account.value(), folder.value(), (long) newest);
        return statements.first(MessageSql.SIZES, arguments, PostgresMailboxStore::sizes);
    }

    @Override
    public Uni<List<StoredMessage>> messages(AccountId account, FolderId folder, long[] uids) {
        if (uids.length > MAX_ROWS) {
            return tooMany(uids.length);
        }
        return statements.all(MessageSql.MESSAGES, ranged(account, folder, uids), row -> message(account, row));
    }

    @Override
    public Uni<List<Excerpt>> read(AccountId account, FolderId folder, long[] uids, Portion portion) {
        if (uids.length > MAX_ROWS) {
            return tooMany(uids.length);
        }
        Tuple arguments = ranged(account, folder, uids);
        return switch (portion) {
            case ROW -> statements.all(MessageSql.ROWS, arguments, row -> withoutOctets(account, row));
            case STRUCTURE -> statements.all(MessageSql.MESSAGES, arguments, row -> withoutOctets(account, row));
            case BEGINNING -> excerpts(account, arguments, BEGINNING_MAX, BEGINNING_MAX);
            case WHOLE -> excerpts(account, arguments, WHOLE_MAX, 0);
        };
    }

    private Uni<List<Excerpt>> excerpts(AccountId account, Tuple arguments, long whole, int ofOthers) {
        arguments.addLong(whole).addInteger(ofOthers).addLong((long) READ_TOGETHER);
        return statements.all(MessageSql.EXCERPTS, arguments, row -> excerpt(account, row));
    }

    @Override
    public Uni<Optional<StoredMessage>> message(AccountId account, StoredMessageId id) {
        Tuple arguments = Tuple.of(account.value(), id.value());
        return statements.first(MessageSql.MESSAGE, arguments, row -> message(account, row));
    }

    @Override
    public Uni<List<StoredMessage>> list(AccountId account, ListQuery query) {
        if (query.limit() > MAX_ROWS) {
            return tooMany(query.limit());
        }
        Tuple arguments = Tuple.of(
                account.value(),
                query.folder().map(FolderId::value).orElse(NIL),
                query.before().map(StoredMessageId::value).orElse(MAX),
                (long) query.limit());
        List<SearchTerm> words = SearchTerm.words(query.text());
        if (words.isEmpty()) {
            return statements.all(MessageSql.LIST, arguments, row -> message(account, row));
        }
        arguments.addArrayOfString(words.stream().map(SearchTerm::folded).toArray(String[]::new));
        return statements.all(MessageSql.LIST_WITH_WORDS, arguments, row -> message(account, row));
    }

    @Override
    public Uni<FlagsNow> changeFlags(AccountId account, FolderId folder, long[] uids, FlagChange flags) {
        return changeFlags(account, folder, uids, flags, Long.MAX_VALUE);
    }

    @Override
    public Uni<FlagsNow> changeFlags(
            AccountId account, FolderId folder, long[] uids, FlagChange flags, long unchangedSince) {
        Tuple arguments = named(account, folder, uids)
                .addLong(flags.clear())
                .addLong(flags.set())
                .addLong(unchangedSince);
        return change.run(account, new Step(MessageSql.CHANGE_FLAGS, arguments))
                .map(Optional::orElseThrow)
                .invoke(row -> tell(account, row, folder))
                .map(row -> flagsNow(row, uids));
    }

    @Override
    public Uni<Optional<Long>> keywordBits(AccountId account, List<String> keywords) {
        if (keywords.stream().anyMatch(keyword -> keyword.length() > Flags.MAX_KEYWORD_OCTETS)) {
            return Uni.createFrom().item(Optional.empty());
        }
        return keywords(account).flatMap(known -> {
            Optional<Long> bits = bits(keywords, known);
            return bits.isPresent() ? Uni.createFrom().item(bits) : register(account, keywords);
        });
    }

    @Override
    public Uni<List<String>> keywords(AccountId account) {
        return statements
                .first(MessageSql.KEYWORDS, Tuple.of(account.value()), PostgresMailboxStore::keywords)
                .map(known -> known.orElse(List.of()));
    }

    @Override
    public Uni<Transfer> copy(AccountId account, FolderId from, long[] uids, FolderId to) {
        Tuple arguments = named(account, from, uids).addUUID(to.value()).addLong(tick(ids.next()));
        return change.run(account, new Step(MessageSql.COPY, arguments))
                .map(Optional::orElseThrow)
                .invoke(row -> tell(account, row, to))
                .map(PostgresMailboxStore::transfer);
    }

    @Override
    public Uni<Transfer> move(AccountId account, FolderId from, long[] uids, FolderId to) {
        Tuple arguments = named(account, from, uids).addUUID(to.value());
        return change.run(account, new Step(MessageSql.MOVE, arguments))
                .map(Optional::orElseThrow)
                .invoke(row -> tell(account, row, from, to))
                .map(PostgresMailboxStore::transfer);
    }

    @Override
    public Uni<long[]> expunge(AccountId account, FolderId folder, Optional<long[]> uids) {
        Step step = uids.map(some -> new Step(MessageSql.EXPUNGE_NAMED, named(account, folder, some)))
                .orElseGet(() -> new Step(MessageSql.EXPUNGE, Tuple.of(account.value(), folder.value())));
        return remove(account, folder, step);
    }

    @Override
    public Uni<long[]> delete(AccountId account, FolderId folder, long[] uids) {
        return remove(account, folder, new Step(MessageSql.DELETE, named(account, folder, uids)));
    }

    @Override
    public Uni<TextMatches> search(AccountId account, FolderId folder, TextField field, String needle) {
        Tuple arguments = Tuple.of(account.value(), folder.value(), new SearchTerm(needle).folded());
        return statements
                .first(MessageSql.SEARCH, arguments, row -> matches(row, field))
                .map(Optional::orElseThrow);
    }

    @Override
    public Uni<Long> forgetExpunged(Duration age) {
        return Multi.createBy()
                .repeating()
                .uni(() -> forgetPortion(age))
                .whilst(forgotten -> forgotten > 0)
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private Uni<Long> forgetPortion(Duration age) {
        Tuple arguments = Tuple.of(seconds(age), (long) FORGET_PORTION);
        return statements
                .all(MessageSql.ACCOUNTS_WITH_OLD_LOG, arguments, row -> new AccountId(row.getUUID("account_id")))
                .onItem()
                .transformToMulti(accounts -> Multi.createFrom().iterable(accounts))
                .onItem()
                .transformToUniAndConcatenate(account -> forget(account, age))
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }

    private Uni<Long> forget(AccountId account, Duration age) {
        Tuple arguments = Tuple.of(account.value(), seconds(age), (long) FORGET_PORTION);
        return change.run(account, new Step(MessageSql.FORGET_EXPUNGED, arguments))
                .map(row -> row.orElseThrow().getLong("forgotten"));
    }

    private static double seconds(Duration time) {
        return time.toSeconds();
    }

    @Override
    public Uni<Storage> storage(AccountId account) {
        return statements
                .first(MessageSql.STORAGE, Tuple.of(account.value()), PostgresMailboxStore::storage)
                .map(storage -> storage.orElse(new Storage(0, 0, 0, 0)));
    }

    private Uni<Optional<FolderSnapshot>> takeRecent(AccountId account, Optional<FolderSnapshot> seen) {
        return seen.filter(
                        snapshot -> snapshot.firstRecent() < snapshot.folder().uidNext())
                .map(snapshot -> takeRecent(account, snapshot).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(seen));
    }

    private Uni<FolderSnapshot> takeRecent(AccountId account, FolderSnapshot seen) {
        Folder folder = seen.folder();
        Tuple arguments = Tuple.of(account.value(), folder.id().value(), seen.firstRecent(), folder.uidNext());
        return change.run(account, new Step(MessageSql.TAKE_RECENT, arguments))
                .map(taken -> taken.isPresent() ? seen : withoutRecent(seen));
    }

    private static FolderSnapshot withoutRecent(FolderSnapshot seen) {
        return new FolderSnapshot(
                seen.folder(), seen.folder().uidNext(), seen.keywords(), seen.uids(), seen.flags(), seen.modSeqs());
    }

    private Uni<long[]> remove(AccountId account, FolderId folder, Step remove) {
        return change.run(account, remove)
                .map(Optional::orElseThrow)
                .invoke(row -> tell(account, row, folder))
                .map(row -> PackedLongs.read(row, "uids"));
    }

    private Uni<Optional<Long>> register(AccountId account, List<String> keywords) {
        Map<String, String> once = new LinkedHashMap<>();
        keywords.forEach(keyword -> once.putIfAbsent(Flags.folded(keyword), keyword));
        Tuple arguments = Tuple.of(account.value(), once.values().toArray(String[]::new), Flags.MAX_KEYWORDS);
        return change.run(account, new Step(MessageSql.REGISTER_KEYWORDS, arguments))
                .map(row -> row.flatMap(known -> bits(keywords, keywords(known))));
    }

    /** Says that folders changed, if the statement counted a MODSEQ. */
    private void tell(AccountId account, Row row, FolderId... folders) {
        counted(row)
                .ifPresent(modSeq -> Arrays.stream(folders)
                        .distinct()
                        .forEach(folder -> feed.publish(new FolderChange(account, folder, modSeq))));
    }

    private static OptionalLong counted(Row row) {
        Long modSeq = row.getLong("counted");
        return modSeq == null ? OptionalLong.empty() : OptionalLong.of(modSeq);
    }

    private static <T> Uni<List<T>> tooMany(int rows) {
        return Uni.createFrom().failure(new IllegalArgumentException(rows + " rows are more than " + MAX_ROWS));
    }

    private static Tuple named(AccountId account, FolderId folder, long[] uids) {
        return Tuple.of(account.value(), folder.value(), PackedLongs.argument(uids));
    }

    private static Tuple ranged(AccountId account, FolderId folder, long[] uids) {
        UidRanges ranges = UidRanges.of(uids);
        return Tuple.of(account.value(), folder.value(), ranges.first(), ranges.last());
    }

    /** The 48 bits of time and 12 bits of count of a UUIDv7, as one number that can be counted on. */
    private static long tick(UUID id) {
        long high = id.getMostSignificantBits();
        return ((high >>> 16) << 12) | (high & 0xFFF);
    }

    private static Optional<Long> bits(List<String> keywords, List<String> known) {
        long bits = 0;
        for (String keyword : keywords) {
            Optional<Long> bit = Flags.keyword(keyword, known);
            if (bit.isEmpty()) {
                return Optional.empty();
            }
            bits |= bit.get();
        }
        return Optional.of(bits);
    }

    private static FlagsNow flagsNow(Row row, long[] asked) {
        long[] uids = PackedLongs.read(row, "uids");
        long[] missing = LongStream.of(asked)
                .sorted()
                .distinct()
                .filter(uid -> Arrays.binarySearch(uids, uid) < 0)
                .toArray();
        return new FlagsNow(
                counted(row),
                uids,
                PackedLongs.read(row, "flags"),
                PackedLongs.read(row, "modseqs"),
                missing,
                PackedLongs.read(row, "modified"));
    }

    /** A target but nothing counted, although there was something to transfer: only the quota can have been in the way. */
    private static Transfer transfer(Row row) {
        Long uidValidity = row.getLong("uidvalidity");
        if (uidValidity == null) {
            return new Transfer.NoSuchTarget();
        }
        long[] from = PackedLongs.read(row, "uids");
        if (from.length > 0 && counted(row).isEmpty()) {
            return new Transfer.OverQuota();
        }
        long first = row.getLong("first_uid");
        return new Transfer.Done(
                uidValidity, from, LongStream.range(first, first + from.length).toArray());
    }

    private static TextMatches matches(Row row, TextField field) {
        long[] hits = PackedLongs.read(row, "hits");
        long[] cut = PackedLongs.read(row, "cut");
        return switch (field) {
            case ANYWHERE -> new TextMatches(hits, cut);
            case SUBJECT ->
                new TextMatches(
                        new long[0],
                        LongStream.concat(LongStream.of(hits), LongStream.of(cut))
                                .sorted()
                                .toArray());
        };
    }

    private static FolderSnapshot snapshot(Row row) {
        return new FolderSnapshot(
                FolderRow.read(row),
                row.getLong("recent_from"),
                keywords(row),
                PackedLongs.read(row, "uids"),
                PackedLongs.read(row, "flags"),
                PackedLongs.read(row, "modseqs"));
    }

    private static FolderSizes sizes(Row row) {
        return new FolderSizes(
                PackedLongs.read(row, "uids"), PackedLongs.read(row, "sizes"), PackedLongs.read(row, "ids"));
    }

    private static Changes changes(Row row, long since) {
        long floor = row.getLong("expunged_floor");
        return since < floor ? new Changes.TooOld(floor) : new Changes.Known(changes(row));
    }

    private static FolderChanges changes(Row row) {
        return new FolderChanges(
                FolderRow.read(row),
                PackedLongs.read(row, "uids"),
                PackedLongs.read(row, "flags"),
                PackedLongs.read(row, "modseqs"),
                PackedLongs.read(row, "expunged"),
                keywords(row));
    }

    /** The columns in the order that {@link MessageSql} gives them: to look for their names costs more than to read them. */
    private static StoredMessage message(AccountId account, Row row) {
        byte[] prefix = octets(row, 6);
        BlobHash hash = BlobHash.of(octets(row, 8));
        return new StoredMessage(
                new StoredMessageId(row.getUUID(1)),
                new FolderId(row.getUUID(0)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getOffsetDateTime(5).toInstant(),
                prefix,
                BlobRef.ofAccount(account, new TenantId(row.getUUID(7)), hash, row.getLong(9)),
                octets(row, 10),
                row.getString(11));
    }

    private static byte[] octets(Row row, int column) {
        return row.getBuffer(column).getBytes();
    }

    private static Excerpt withoutOctets(AccountId account, Row row) {
        return new Excerpt(message(account, row), new byte[0]);
    }

    private static Excerpt excerpt(AccountId account, Row row) {
        Buffer beginning = row.getBuffer(12);
        return beginning == null
                ? withoutOctets(account, row)
                : new Excerpt(message(account, row), beginning.getBytes());
    }

    private static Storage storage(Row row) {
        return new Storage(
                row.getLong("used_octets"),
                row.getLong("used_messages"),
                row.getLong("quota_octets"),
                row.getLong("quota_messages"));
    }

    private static List<String> keywords(Row row) {
        return List.of(row.getArrayOfStrings("keywords"));
    }
}
