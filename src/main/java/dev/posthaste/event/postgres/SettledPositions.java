package dev.posthaste.event.postgres;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Up to which position every transaction that drew one has ended. Positions are drawn from a sequence while the row locks of
 * the change are held, so they ascend for each subject; but transactions commit in another order, and a reader that took
 * what is visible would go past a position whose transaction is about to commit.
 *
 * <p>The rule: read the last drawn position q; <em>then</em> take a transaction id; when all transactions with lower ids have
 * ended, every position up to q is either visible or lost for good, because who drew it had its id before. (The upper end of
 * a snapshot would not do for the id: it is one past the highest id that has <em>ended</em>, and lower than ids that run.) If
 * a transaction runs on, perhaps in another database or without an event of its own, locks tell precisely: nextval holds a
 * lock on the sequence until its transaction ends, and PostgreSQL makes a commit visible before it releases locks.
 *
 * <p>One connection is held. What was found out is worth nothing after it is lost: a server that crashed may give out
 * positions again that nobody has seen. A position which a reader has seen is durable, and so is the sequence up to it.
 */
final class SettledPositions {

    private static final String OPEN = "select open_event_log()";

    private static final String LAST_DRAWN =
            "select case when is_called then last_value else 0 end from event_position";

    /** An id of its own, higher than every one before. Takes no flush, for nothing is written with it. */
    private static final String TAKE_ID = "select pg_current_xact_id()::text::bigint";

    /** No transaction with a lower id runs, if one with this id or a higher one has ended. */
    private static final String LOWEST = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    /** Transactions that have drawn a position and have not ended, of which $1 is a selection; null for all. */
    private static final String HOLDERS = """
            select array(
                select distinct virtualtransaction from pg_locks
                where locktype = 'relation' and relation = 'event_position'::regclass and mode = 'RowExclusiveLock'
                  and database = (select oid from pg_database where datname = current_database())
                  and ($1::text[] is null or virtualtransaction = any ($1))) as holders
            """;

    /** Between two looks while the ids are waited for: about as long as a commit takes. */
    private static final Duration SHORT = Duration.ofMillis(2);

    /** Looks of that kind; then locks are asked, which costs the server more. */
    private static final int MAX_SHORT = 25;

    /** Between two looks at the locks. */
    private static final Duration LONG = Duration.ofMillis(20);

    /** Looks of that kind; then the caller gets what was settled before. */
    private static final int MAX_LONG = 10;

    private final Pool pool;
    private final Queue<UniEmitter<? super Settled>> callers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** Empty when there is none, or none that is known to live. */
    private final AtomicReference<Optional<Link>> link = new AtomicReference<>(Optional.empty());

    SettledPositions(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is settled, and the connection on which that was found out. Rows must be read on the same connection: if the
     * server crashes in between, the statement fails.
     */
    record Settled(SqlConnection connection, long highest) {}

    /** A connection with what was found out on it. One round at a time changes it. */
    private static final class Link {
        private final SqlConnection connection;
        private volatile long settled;

        Link(SqlConnection connection) {
            this.connection = connection;
        }

        Settled settle(long position) {
            settled = position;
            return settled();
        }

        Settled settled() {
            return new Settled(connection, settled);
        }
    }

    /** What is settled now. Callers share rounds; one that asks during a round waits for the next. */
    Uni<Settled> highest() {
        return Uni.createFrom().emitter(caller -> {
            callers.add(caller);
            if (waiting.getAndIncrement() == 0) {
                round();
            }
        });
    }

    private void round() {
        List<UniEmitter<? super Settled>> answered = new ArrayList<>();
        for (UniEmitter<? super Settled> caller = callers.poll(); caller != null; caller = callers.poll()) {
            answered.add(caller);
        }
        connected()
                .chain(open -> advance(open).onFailure().invoke(() -> drop(open)))
                .onTermination()
                .invoke(() -> next(answered.size()))
                .subscribe()
                .with(
                        settled -> answered.forEach(caller -> caller.complete(settled)),
                        failure -> answered.forEach(caller -> caller.fail(failure)));
    }

    private void next(int answered) {
        if (waiting.addAndGet(-answered) > 0) {
            round();
        }
    }

    private Uni<Link> connected() {
        return link.get().map(open -> Uni.createFrom().item(open)).orElseGet(this::connect);
    }

    private Uni<Link> connect() {
        return pool.getConnection().chain(connection -> {
            Link opened = new Link(connection);
            connection.closeHandler(() -> drop(opened));
            link.set(Optional.of(opened));
            return connection
                    .query(OPEN)
                    .execute()
                    .replaceWith(opened)
                    .onFailure()
                    .invoke(() -> drop(opened));
        });
    }

    private void drop(Link lost) {
        if (link.get().filter(lost::equals).isPresent()) {
            link.set(Optional.empty());
            lost.connection.close().subscribe().with(done -> {}, alreadyClosed -> {});
        }
    }

    private static Uni<Settled> advance(Link open) {
        return number(open, LAST_DRAWN)
                .chain(last -> last == open.settled
                        ? Uni.createFrom().item(open.settled())
                        : number(open, TAKE_ID).chain(taken -> awaitIds(open, last, taken, MAX_SHORT)));
    }

    private static Uni<Long> number(Link open, String sql) {
        return open.connection
                .preparedQuery(sql)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Uni<Settled> awaitIds(Link open, long last, long taken, int looks) {
        return number(open, LOWEST).chain(lowest -> {
            if (lowest > taken) {
                return Uni.createFrom().item(open.settle(last));
            }
            return looks == 0
                    ? holders(open, Optional.empty()).chain(holders -> awaitLocks(open, last, holders, MAX_LONG))
                    : pause(SHORT).chain(() -> awaitIds(open, last, taken, looks - 1));
        });
    }

    private static Uni<Settled> awaitLocks(Link open, long last, String[] holders, int looks) {
        if (holders.length == 0) {
            return Uni.createFrom().item(open.settle(last));
        }
        if (looks == 0) {
            return Uni.createFrom().item(open.settled());
        }
        return pause(LONG)
                .chain(() -> holders(open, Optional.of(holders)))
                .chain(left -> awaitLocks(open, last, left, looks - 1));
    }

    private static Uni<String[]> holders(Link open, Optional<String[]> among) {
        return open.connection
                .preparedQuery(HOLDERS)
                .execute(Tuple.tuple().addArrayOfString(among.orElse(null)))
                .map(rows -> rows.iterator().next().getArrayOfStrings("holders"));
    }

    private static Uni<Void> pause(Duration time) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(time);
    }
}
