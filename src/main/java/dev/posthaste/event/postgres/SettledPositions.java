package dev.posthaste.event.postgres;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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
 * <p>The rule: read the last drawn position q; <em>then</em> find out which transactions run; when all of those have ended,
 * every position up to q is either visible or lost for good, for who drew it had its transaction id before. Ids tell this at
 * no cost: the lowest that runs has reached the one that was next. If a transaction runs on, perhaps in another database
 * or without an event of its own, locks tell precisely: nextval holds a lock on the sequence until its transaction ends,
 * and PostgreSQL makes a commit visible before it releases locks.
 *
 * <p>One connection is held. What was found out is worth nothing after it is lost: a server that crashed may give out
 * positions again that nobody has seen. A position which a reader has seen is durable, and so is the sequence up to it.
 */
final class SettledPositions {

    private static final String OPEN = "select open_event_log()";

    private static final String LAST_DRAWN =
            "select case when is_called then last_value else 0 end as last from event_position";

    /** The lowest transaction id that still runs, and the next that will be given. */
    private static final String TRANSACTIONS = """
            select pg_snapshot_xmin(s)::text::bigint as lowest, pg_snapshot_xmax(s)::text::bigint as next
            from pg_current_snapshot() s
            """;

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

    private record Running(long lowest, long next) {
        static Running of(RowSet<Row> rows) {
            Row row = rows.iterator().next();
            return new Running(row.getLong("lowest"), row.getLong("next"));
        }
    }

    /** Both statements are sent at once and done in this order, each with a snapshot of its own. */
    private static Uni<Settled> advance(Link open) {
        return Uni.combine()
                .all()
                .unis(last(open), running(open))
                .withUni((last, running) -> last == open.settled
                        ? Uni.createFrom().item(open.settled())
                        : awaitIds(open, last, running, running.next(), MAX_SHORT));
    }

    private static Uni<Long> last(Link open) {
        return open.connection
                .preparedQuery(LAST_DRAWN)
                .execute()
                .map(rows -> rows.iterator().next().getLong("last"));
    }

    private static Uni<Running> running(Link open) {
        return open.connection.preparedQuery(TRANSACTIONS).execute().map(Running::of);
    }

    private static Uni<Settled> awaitIds(Link open, long last, Running running, long next, int looks) {
        if (running.lowest() >= next) {
            return Uni.createFrom().item(open.settle(last));
        }
        if (looks == 0) {
            return holders(open, Optional.empty()).chain(holders -> awaitLocks(open, last, holders, MAX_LONG));
        }
        return pause(SHORT).chain(() -> running(open)).chain(now -> awaitIds(open, last, now, next, looks - 1));
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
