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
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One statement under the lock of an account's mailbox row. The lock has a statement of its own because a statement sees
 * what was committed before it began: one that locks and reads at once would wait for the lock and then read the past.
 *
 * <p>The four statements go out together and take one round trip. If one fails, the server ignores those that follow and
 * ends the transaction without a change at the {@code commit}, which therefore is always sent.
 */
final class LockedChange {

    /** Whatever the default of the database: the lock must show what was committed while it was waited for. */
    private static final String BEGIN = "begin isolation level read committed";

    private static final String LOCK = "select from mailbox where account_id = $1 for update";

    /** serialization_failure and deadlock_detected: nothing was changed, and the same may succeed now. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01");

    private static final int MAX_RETRIES = 3;

    private final Pool pool;

    LockedChange(Pool pool) {
        this.pool = pool;
    }

    /** Runs {@code sql}, of which $1 is the account, and answers with its row, if there is one, after the commit. */
    Uni<Optional<Row>> run(AccountId account, String sql, Tuple arguments) {
        return Uni.createFrom()
                .completionStage(() -> attempt(account, sql, arguments).toCompletionStage())
                .onFailure(LockedChange::isTransient)
                .retry()
                .atMost(MAX_RETRIES);
    }

    private Future<Optional<Row>> attempt(AccountId account, String sql, Tuple arguments) {
        return pool.getDelegate().withConnection(connection -> pipelined(connection, account, sql, arguments));
    }

    private static Future<Optional<Row>> pipelined(
            SqlConnection connection, AccountId account, String sql, Tuple arguments) {
        Future<?> begun = connection.query(BEGIN).execute();
        Future<?> locked = connection.preparedQuery(LOCK).execute(Tuple.of(account.value()));
        Future<RowSet<Row>> changed = connection.preparedQuery(sql).execute(arguments);
        Future<?> committed = connection.query("commit").execute();
        List<Future<?>> steps = List.of(begun, locked, changed, committed);
        return Future.join(steps).transform(all -> outcome(steps, changed));
    }

    /** The first failure is the cause; what failed after it only says that the transaction was lost. */
    private static Future<Optional<Row>> outcome(List<Future<?>> steps, Future<RowSet<Row>> changed) {
        return steps.stream()
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
