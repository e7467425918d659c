package dev.posthaste.intake.postgres;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.BlobStore;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
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
import io.vertx.core.buffer.Buffer;
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

    /** Writes by this pool. */
    public PostgresLedger(Pool pool, BlobStore blobs, ChangeFeed feed) {
        this.pool = pool;
        this.blobs = blobs;
        this.feed = feed;
    }

    @Override
    public Uni<Outcome> write(List<Acceptance> group) {
        GroupRows rows = new GroupRows(group);
        String sql = rows.hasSubmissions() ? LedgerSql.WITH_SUBMISSIONS : LedgerSql.DELIVERIES_ONLY;
        return copyChunks(rows.copies(), 0)
                .chain(() -> transaction(rows.accounts(), sql, rows.parameters(), 1))
                .map(answer -> outcome(group, answer))
                .onFailure(PostgresLedger::isRefusal)
                .recoverWithUni(PostgresLedger::refused);
    }

    @Override
    public Uni<Optional<Earlier>> earlier(TenantId tenant, IdempotencyKey key) {
        Tuple parameters = Tuple.of(tenant.value(), key.scope(), key.key());
        return UniHelper.toUni(pool.preparedQuery(LedgerSql.EARLIER).execute(parameters))
                .map(PostgresLedger::earlier);
    }

    @Override
    public Uni<Void> forgetKeys(Instant before) {
        Tuple parameters = Tuple.of(before.atOffset(ZoneOffset.UTC));
        return UniHelper.toUni(pool.preparedQuery(LedgerSql.FORGET_KEYS).execute(parameters))
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

    private Uni<RowSet<Row>> transaction(Tuple accounts, String sql, Tuple parameters, int attempt) {
        return UniHelper.toUni(pool.getConnection()
                        .flatMap(connection ->
                                pipeline(connection, accounts, sql, parameters).eventually(() -> connection.close())))
                .onFailure(failure -> attempt < MAX_TRIES && isDeadlock(failure))
                .recoverWithUni(() -> transaction(accounts, sql, parameters, attempt + 1));
    }

    /**
     * All four statements are on their way before the first is answered: one round trip, one flush. The first that fails says
     * why; those behind it only that the transaction is aborted.
     */
    private static Future<RowSet<Row>> pipeline(
            SqlConnection connection, Tuple accounts, String sql, Tuple parameters) {
        Future<RowSet<Row>> begun = connection.query("begin").execute();
        Future<RowSet<Row>> locked = connection.preparedQuery(LedgerSql.LOCK).execute(accounts);
        Future<RowSet<Row>> written = connection.preparedQuery(sql).execute(parameters);
        Future<RowSet<Row>> committed = connection.query("commit").execute();
        return Future.join(begun, locked, written, committed)
                .transform(all -> begun)
                .flatMap(done -> locked)
                .flatMap(done -> written)
                .flatMap(done -> committed)
                .flatMap(done -> written);
    }

    private static boolean isDeadlock(Throwable failure) {
        return failure instanceof PgException refusal && DEADLOCK.equals(refusal.getSqlState());
    }

    private static Uni<Outcome> refused(Throwable failure) {
        if (failure instanceof PgException refusal
                && UNIQUE_VIOLATION.equals(refusal.getSqlState())
                && "idempotency_pkey".equals(refusal.getConstraint())) {
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

    private static Optional<Earlier> earlier(RowSet<Row> answer) {
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
        Buffer fingerprint = first.getBuffer("fingerprint");
        return Optional.of(new Earlier(fingerprint.getBytes(), verdict));
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
        return row.getUUID("account_id") == null ? SubmitResult.FirstStatus.QUEUED : SubmitResult.FirstStatus.DELIVERED;
    }
}
