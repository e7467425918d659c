package dev.posthaste.intake.postgres;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.Placement;
import dev.posthaste.id.TenantId;
import dev.posthaste.intake.Acceptance;
import dev.posthaste.intake.IdempotencyKey;
import dev.posthaste.intake.Ledger;
import dev.posthaste.intake.LedgerRefusedException;
import dev.posthaste.intake.Recipient;
import dev.posthaste.intake.SubmitResult;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderChange;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.UniHelper;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Writes groups of acceptances with {@link LedgerSql}, and tells the feed which folders have changed. */
public final class PostgresLedger implements Ledger {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String DEADLOCK = "40P01";
    private static final int MAX_TRIES = 3;

    private final Pool pool;
    private final BlobStore blobs;
    private final ChangeFeed feed;
    private final Placement placement;

    /** Writes by this pool, to one PostgreSQL server. */
    public PostgresLedger(Pool pool, BlobStore blobs, ChangeFeed feed) {
        this(pool, blobs, feed, Placement.ONE_NODE);
    }

    /** Writes by this pool, to a database whose rows lie like this. */
    public PostgresLedger(Pool pool, BlobStore blobs, ChangeFeed feed, Placement placement) {
        this.pool = pool;
        this.blobs = blobs;
        this.feed = feed;
        this.placement = placement;
    }

    @Override
    public Uni<Outcome> write(List<Acceptance> group) {
        GroupRows rows = new GroupRows(group);
        String sql = rows.hasSubmissions() ? LedgerSql.WITH_SUBMISSIONS : LedgerSql.DELIVERIES_ONLY;
        return copyChunks(rows.copies(), 0)
                .chain(() -> transaction(locks(rows.accounts()), sql, rows.parameters(), 1))
                .map(answer -> outcome(group, answer))
                .onFailure(PostgresLedger::isRefusal)
                .recoverWithUni(PostgresLedger::refused);
    }

    @Override
    public Placement placement() {
        return placement;
    }

    /** One statement locks all mailboxes; those on several nodes one each, in the same order. */
    private List<Tuple> locks(List<UUID> accounts) {
        return placement.nodes() == 1
                ? List.of(Tuple.tuple().addArrayOfUUID(accounts.toArray(new UUID[0])))
                : accounts.stream()
                        .map(account -> Tuple.tuple().addArrayOfUUID(new UUID[] {account}))
                        .toList();
    }

    @Override
    public Uni<Optional<Earlier>> earlier(TenantId tenant, IdempotencyKey key) {
        Tuple parameters = Tuple.of((short) key.bucket(tenant), tenant.value(), key.scope(), key.key());
        return UniHelper.toUni(pool.preparedQuery(IdempotencyKeySql.FIND_EMAIL).execute(parameters))
                .flatMap(found -> found.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : earlier(tenant, found.iterator().next()));
    }

    private Uni<Optional<Earlier>> earlier(TenantId tenant, Row key) {
        EmailId email = new EmailId(key.getUUID("email_id"));
        Tuple parameters = Tuple.of((short) email.bucket(), email.value(), tenant.value());
        byte[] fingerprint = key.getBuffer("fingerprint").getBytes();
        return UniHelper.toUni(pool.preparedQuery(LedgerSql.EARLIER).execute(parameters))
                .map(answer -> earlier(fingerprint, answer));
    }

    @Override
    public Uni<Void> forgetKeys(Instant before) {
        Tuple parameters = Tuple.of(before.atOffset(ZoneOffset.UTC));
        return UniHelper.toUni(
                        pool.preparedQuery(IdempotencyKeySql.FORGET_EMAILS).execute(parameters))
                .replaceWithVoid();
    }

    private Uni<Void> copyChunks(List<GroupRows.Copy> copies, int index) {
        if (index == copies.size()) {
            return Uni.createFrom().voidItem();
        }
        GroupRows.Copy copy = copies.get(index);
        return blobs.copy(copy.blob(), copy.to()).chain(() -> copyChunks(copies, index + 1));
    }

    /** What concerns this group alone: the database said no, or the bytes of one of its messages could not be copied. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException || failure instanceof UncheckedIOException;
    }

    private Uni<RowSet<Row>> transaction(List<Tuple> locks, String sql, Tuple parameters, int attempt) {
        return UniHelper.toUni(pool.getConnection()
                        .flatMap(connection ->
                                pipeline(connection, locks, sql, parameters).eventually(() -> connection.close())))
                .onFailure(failure -> attempt < MAX_TRIES && isDeadlock(failure))
                .recoverWithUni(() -> transaction(locks, sql, parameters, attempt + 1));
    }

    /**
     * All statements are on their way before the first is answered: one round trip, one flush. The first that fails says
     * why; those behind it only that the transaction is aborted.
     */
    private static Future<RowSet<Row>> pipeline(
            SqlConnection connection, List<Tuple> locks, String sql, Tuple parameters) {
        List<Future<RowSet<Row>>> sent = new ArrayList<>();
        sent.add(connection.query("begin").execute());
        locks.forEach(
                accounts -> sent.add(connection.preparedQuery(LedgerSql.LOCK).execute(accounts)));
        Future<RowSet<Row>> written = connection.preparedQuery(sql).execute(parameters);
        sent.add(written);
        sent.add(connection.query("commit").execute());
        return Future.join(sent)
                .transform(
                        all -> sent.stream().filter(Future::failed).findFirst().orElse(written));
    }

    private static boolean isDeadlock(Throwable failure) {
        return failure instanceof PgException refusal && DEADLOCK.equals(refusal.getSqlState());
    }

    private static Uni<Outcome> refused(Throwable failure) {
        if (failure instanceof PgException refusal
                && UNIQUE_VIOLATION.equals(refusal.getSqlState())
                && "idempotency_key_pkey".equals(refusal.getConstraint())) {
            return Uni.createFrom().item(new Outcome.KeyTaken());
        }
        return Uni.createFrom().failure(new LedgerRefusedException(failure));
    }

    private Outcome outcome(List<Acceptance> group, RowSet<Row> answer) {
        Iterator<Row> rows = answer.iterator();
        Row first = rows.next();
        if (!first.getBoolean("fine")) {
            UUID[] over = first.getArrayOfUUIDs("over");
            return over.length == 0
                    ? new Outcome.Gone()
                    : new Outcome.OverQuota(
                            Arrays.stream(over).map(AccountId::new).toList());
        }
        List<List<Placed>> placed = new ArrayList<>(group.size());
        Row row = first;
        for (Acceptance acceptance : group) {
            List<Placed> mine = new ArrayList<>(acceptance.deliveries().size());
            for (Acceptance.Delivery delivery : acceptance.deliveries()) {
                mine.add(placed(row));
                feed.publish(new FolderChange(delivery.account().id(), delivery.folder(), row.getLong("modseq")));
                row = rows.hasNext() ? rows.next() : row;
            }
            placed.add(mine);
        }
        return new Outcome.Written(placed);
    }

    private static Placed placed(Row row) {
        return new Placed(
                row.getLong("uidvalidity"),
                row.getLong("uid"),
                row.getLong("modseq"),
                row.getLong("used_octets"),
                row.getLong("quota_octets"));
    }

    private static Optional<Earlier> earlier(byte[] fingerprint, RowSet<Row> answer) {
        if (answer.size() == 0) {
            return Optional.empty();
        }
        List<SubmitResult.Handled> recipients = new ArrayList<>(answer.size());
        answer.forEach(row -> recipients.add(handed(row)));
        Row first = answer.iterator().next();
        SubmitResult.Accepted verdict = new SubmitResult.Accepted(
                new EmailId(first.getUUID("id")),
                first.getString("message_id"),
                first.getLong("size"),
                first.getOffsetDateTime("created_at").toInstant(),
                recipients,
                SubmitResult.Novelty.REPLAYED);
        return Optional.of(new Earlier(fingerprint, verdict));
    }

    private static SubmitResult.Handled handed(Row row) {
        return new SubmitResult.Handled(
                EmailAddress.of(row.getString("address")),
                Recipient.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                firstFate(row));
    }

    /** What the first answer said: whoever was not handed over in the moment of acceptance was queued. */
    private static SubmitResult.FirstStatus firstFate(Row row) {
        if (row.getString("status").equals("captured")) {
            return SubmitResult.FirstStatus.CAPTURED;
        }
        if (row.getBoolean("is_scheduled")) {
            return SubmitResult.FirstStatus.SCHEDULED;
        }
        return row.getUUID("account_id") == null ? SubmitResult.FirstStatus.QUEUED : SubmitResult.FirstStatus.DELIVERED;
    }
}
