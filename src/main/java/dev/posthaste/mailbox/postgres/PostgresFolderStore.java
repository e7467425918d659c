package dev.posthaste.mailbox.postgres;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderChange;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.FolderStore;
import dev.posthaste.mailbox.SpecialUse;
import dev.posthaste.mailbox.postgres.LockedChange.Step;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders in the tables {@code folder} and {@code subscription}. */
public final class PostgresFolderStore implements FolderStore {

    private final Statements statements;
    private final LockedChange change;
    private final ChangeFeed feed;
    private final Uuid7 ids;

    /** Works on this pool and tells {@code feed} of each change after its commit. */
    public PostgresFolderStore(Pool pool, ChangeFeed feed, Uuid7 ids) {
        this.statements = new Statements(pool);
        this.change = new LockedChange(pool);
        this.feed = feed;
        this.ids = ids;
    }

    @Override
    public Uni<List<Folder>> folders(AccountId account) {
        return statements
                .all(FolderSql.ALL, Tuple.of(account.value()), FolderRow::read)
                .map(PostgresFolderStore::sorted);
    }

    @Override
    public Uni<Optional<Folder>> folder(AccountId account, FolderName name) {
        return statements.first(FolderSql.BY_NAME, Tuple.of(account.value(), name.text()), FolderRow::read);
    }

    @Override
    public Uni<Optional<Folder>> folder(AccountId account, FolderId id) {
        return statements.first(FolderSql.BY_ID, Tuple.of(account.value(), id.value()), FolderRow::read);
    }

    @Override
    public Uni<List<FolderStatus>> status(AccountId account, List<FolderId> folders) {
        UUID[] wanted = folders.stream().map(FolderId::value).toArray(UUID[]::new);
        return statements.all(
                FolderSql.STATUS, Tuple.of(account.value(), (Object) wanted), PostgresFolderStore::status);
    }

    @Override
    public Uni<FolderOutcome> create(AccountId account, FolderName name, Optional<SpecialUse> use) {
        List<FolderName> path = path(name);
        Tuple arguments = Tuple.of(
                account.value(),
                texts(path),
                newIds(path.size()),
                (long) MAX_FOLDERS,
                use.map(SpecialUse::name).orElse(null));
        return change.run(account, new Step(FolderSql.CREATE, arguments)).map(row -> outcome(account, row));
    }

    @Override
    public Uni<FolderOutcome> rename(AccountId account, FolderName from, FolderName to) {
        if (to.isBelow(from) && !from.isInbox()) {
            return Uni.createFrom().item(new FolderOutcome.NotAllowed("A folder cannot move below itself"));
        }
        return from.isInbox() ? renameInbox(account, to) : renameTree(account, from, to);
    }

    private Uni<FolderOutcome> renameTree(AccountId account, FolderName from, FolderName to) {
        List<FolderName> above = to.ancestors();
        Tuple arguments = Tuple.of(account.value(), texts(above), newIds(above.size()), (long) MAX_FOLDERS)
                .addString(from.text())
                .addString(to.text())
                .addInteger(FolderName.MAX_OCTETS)
                .addInteger(FolderName.MAX_DEPTH);
        return change.run(account, new Step(FolderSql.RENAME, arguments)).map(row -> outcome(account, row));
    }

    private Uni<FolderOutcome> renameInbox(AccountId account, FolderName to) {
        List<FolderName> path = path(to);
        Tuple arguments = Tuple.of(account.value(), texts(path), newIds(path.size()), (long) MAX_FOLDERS);
        return change.run(account, new Step(FolderSql.RENAME_INBOX, arguments)).map(row -> renamedInbox(account, row));
    }

    @Override
    public Uni<FolderOutcome> delete(AccountId account, FolderName name) {
        if (name.isInbox()) {
            return Uni.createFrom().item(new FolderOutcome.NotAllowed("INBOX cannot be deleted"));
        }
        Tuple named = Tuple.of(account.value(), name.text());
        return change.run(account, new Step(FolderSql.DELETE, named))
                .map(row ->
                        row.<FolderOutcome>map(gone -> deleted(account, gone)).orElseGet(FolderOutcome.NotFound::new));
    }

    @Override
    public Uni<SubscribeOutcome> subscribe(AccountId account, FolderName name) {
        Tuple arguments = Tuple.of(account.value(), name.text(), (long) MAX_SUBSCRIPTIONS);
        return statements
                .first(FolderSql.SUBSCRIBE, arguments, row -> SubscribeOutcome.DONE)
                .map(listed -> listed.orElse(SubscribeOutcome.TOO_MANY));
    }

    @Override
    public Uni<Void> unsubscribe(AccountId account, FolderName name) {
        return statements.effect(FolderSql.UNSUBSCRIBE, Tuple.of(account.value(), name.text()));
    }

    @Override
    public Uni<List<FolderName>> subscriptions(AccountId account) {
        return statements
                .all(FolderSql.SUBSCRIPTIONS, Tuple.of(account.value()), row -> new FolderName(row.getString("name")))
                .map(names -> names.stream().sorted(FolderName.INBOX_FIRST).toList());
    }

    /** Both folders have changed. */
    private FolderOutcome renamedInbox(AccountId account, Optional<Row> row) {
        FolderOutcome outcome = outcome(account, row);
        if (outcome instanceof FolderOutcome.Done(Folder made)) {
            FolderId inbox = new FolderId(row.orElseThrow().getUUID("inbox_id"));
            feed.publish(new FolderChange(account, inbox, made.highestModSeq()));
        }
        return outcome;
    }

    private FolderOutcome outcome(AccountId account, Optional<Row> answered) {
        Row row = answered.orElseThrow();
        String verdict = row.getString("outcome");
        return switch (verdict) {
            case "DONE" -> done(account, FolderRow.read(row));
            case "ALREADY_EXISTS" -> new FolderOutcome.AlreadyExists();
            case "NOT_FOUND" -> new FolderOutcome.NotFound();
            case "NOT_ALLOWED" -> new FolderOutcome.NotAllowed("A name would be too long or too deep");
            case "TOO_MANY" -> new FolderOutcome.TooMany();
            default -> throw new IllegalStateException(verdict);
        };
    }

    private FolderOutcome done(AccountId account, Folder folder) {
        feed.publish(new FolderChange(account, folder.id(), folder.highestModSeq()));
        return new FolderOutcome.Done(folder);
    }

    private FolderOutcome deleted(AccountId account, Row row) {
        Folder gone = FolderRow.read(row);
        feed.publish(new FolderChange(account, gone.id(), row.getLong("counted")));
        return new FolderOutcome.Done(gone);
    }

    private static FolderStatus status(Row row) {
        return new FolderStatus(
                FolderRow.read(row),
                row.getLong("messages"),
                row.getLong("unseen"),
                row.getLong("deleted"),
                row.getLong("recent"),
                row.getLong("octets"));
    }

    private static List<Folder> sorted(List<Folder> folders) {
        return folders.stream()
                .sorted(Comparator.comparing(Folder::name, FolderName.INBOX_FIRST))
                .toList();
    }

    /** The folder and all above it, the outermost first. */
    private static List<FolderName> path(FolderName name) {
        List<FolderName> path = new ArrayList<>(name.ancestors());
        path.add(name);
        return path;
    }

    private static String[] texts(List<FolderName> names) {
        return names.stream().map(FolderName::text).toArray(String[]::new);
    }

    private UUID[] newIds(int count) {
        return Stream.generate(ids::next).limit(count).toArray(UUID[]::new);
    }
}
