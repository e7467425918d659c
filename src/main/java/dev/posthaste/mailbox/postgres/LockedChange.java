package dev.posthaste.mailbox.postgres;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Changes an account's messages or folders: locks first, then one statement that does it all.
 *
 * <p>Locks have statements of their own, for two reasons. A statement sees what was committed before it began: one that
 * locks and reads at once would wait for the lock and then read the past. And a statement that meets a row which somebody
 * changed since it began evaluates itself again for that row, in which a {@code with} of it is not to be relied on; with
 * all rows locked beforehand this never happens to the statement that changes. For the same reason each lock is of one
 * table, and what it depends on is a scalar or an array that is computed first.
 *
 * <p>All statements go out together and take one round trip. If one fails, the server ignores those that follow and ends
 * the transaction without a change at the {@code commit}, which therefore is always sent.
 */
final class LockedChange {

    /** Whatever the default of the database: the lock must show what was committed while it was waited for. */
    private static final String BEGIN = "begin isolation level read committed";

    private static final String LOCK_MAILBOX = "select from mailbox where account_id = $1 for update";

    /** serialization_failure and deadlock_detected: nothing was changed, and the same may succeed now. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01");

    private static final int MAX_RETRIES = 3;

    private final Pool pool;

    LockedChange(Pool pool) {
        this.pool = pool;
    }

    /** A statement with its arguments. */
    record Step(String sql, Tuple arguments) {}

    /**
     * Locks the mailbox, runs the step, and answers with its row, if there is one, after the commit.
     */
    Uni<Optional<Row>> run(AccountId account, Step step) {
        return Uni.createFrom()
                .completionStage(() -> attempt(account, step).toCompletionStage())
                .onFailure(LockedChange::isTransient)
                .retry()
                .atMost(MAX_RETRIES);
    }

    private Future<Optional<Row>> attempt(AccountId account, Step step) {
        return pool.getDelegate().withConnection(connection -> pipelined(connection, account, step));
    }

    private static Future<Optional<Row>> pipelined(SqlConnection connection, AccountId account, Step step) {
        List<Future<RowSet<Row>>> sent = new ArrayList<>();
        sent.add(connection.query(BEGIN).execute());
        sent.add(connection.preparedQuery(LOCK_MAILBOX).execute(Tuple.of(account.value())));
        Future<RowSet<Row>> changed = connection.preparedQuery(step.sql).execute(step.arguments);
        sent.add(changed);
        sent.add(connection.query("commit").execute());
        return Future.join(sent).transform(all -> outcome(sent, changed));
    }

    /** The first failure is the cause; what failed after it only says that the transaction was lost. */
    private static Future<Optional<Row>> outcome(List<Future<RowSet<Row>>> sent, Future<RowSet<Row>> changed) {
        return sent.stream()
                .filter(Future::failed)
                .findFirst()
                .<Future<Optional<Row>>>map(failed -> Future.failedFuture(failed.cause()))
                .orElseGet(() -> Future.succeededFuture(first(changed.result())));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static boolean isTransient(Throwable failure) {
        return failure instanceof PgException refused && TRANSIENT.contains(refused.getSqlState());
    }
}
