package dev.posthaste.mailbox.postgres;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.MaildropLock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Promise;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Leases in the table {@code maildrop_lease}, by the clock of the database. All that this process holds are renewed by one
 * statement, as long as it holds any; who wants a maildrop asks once and does not wait.
 *
 * <p>A session that has ended while the database was away could not give its lease back. This process knows that nobody
 * uses it, and lets the next session have it at once; other processes wait until it runs out.
 */
public final class PostgresMaildropLock implements MaildropLock {

    /** Two renewals may fail before a lease runs out. */
    static final Duration RENEWAL = LEASE.dividedBy(3);

    private static final Logger LOG = Logger.getLogger(PostgresMaildropLock.class);

    /**
     * $1: the account, $2: the session, $3: seconds, $4: sessions that have ended. A row if the maildrop was free, its lease
     * had run out, or it was one of those.
     */
    private static final String ACQUIRE = """
            insert into maildrop_lease as l (account_id, session, until)
            values ($1, $2, now() + make_interval(secs => $3))
            on conflict (account_id) do update set session = excluded.session, until = excluded.until
            where l.until < now() or l.session = any ($4::uuid[])
            returning session""";

    /** $1: accounts, $2: their sessions, $3: seconds. The sessions that still have theirs, if only because nobody came. */
    private static final String RENEW = """
            update maildrop_lease l set until = now() + make_interval(secs => $3)
            from unnest($1::uuid[], $2::uuid[]) m (account_id, session)
            where l.account_id = m.account_id and l.session = m.session
            returning l.session""";

    private static final String RELEASE = "delete from maildrop_lease where account_id = $1 and session = $2";

    private final Statements statements;
    private final Timer timer;
    private final Uuid7 ids;
    private final ConcurrentMap<UUID, Held> held = new ConcurrentHashMap<>();
    /** Sessions that have ended, whose lease may still be there; each until that has run out. */
    private final Set<UUID> ended = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean timed = new AtomicBoolean();

    /** Works on this pool, and renews when {@code timer} says so. */
    public PostgresMaildropLock(Pool pool, Timer timer, Uuid7 ids) {
        this.statements = new Statements(pool);
        this.timer = timer;
        this.ids = ids;
    }

    /** Calls back later. */
    @FunctionalInterface
    public interface Timer {

        /** Runs {@code task} once, after {@code delay}, on any thread. */
        void after(Duration delay, Runnable task);
    }

    @Override
    public Uni<Acquisition> acquire(AccountId account) {
        UUID asking = ids.next();
        Tuple arguments = Tuple.of(account.value(), asking, seconds(), ended.toArray(UUID[]::new));
        return statements
                .first(ACQUIRE, arguments, PostgresMaildropLock::session)
                .onFailure()
                .invoke(unknown -> remember(asking))
                .map(mine ->
                        mine.<Acquisition>map(session -> hold(account, session)).orElseGet(Acquisition.InUse::new));
    }

    private Acquisition hold(AccountId account, UUID session) {
        Held lease = new Held(account, session);
        held.put(session, lease);
        time();
        return new Acquisition.Held(lease);
    }

    private void remember(UUID session) {
        ended.add(session);
        timer.after(LEASE, () -> ended.remove(session));
    }

    /** Sets the timer, if something is held and none is set. */
    private void time() {
        if (!held.isEmpty() && timed.compareAndSet(false, true)) {
            timer.after(RENEWAL, this::renewInTime);
        }
    }

    private void renewInTime() {
        onTime().subscribe()
                .with(
                        renewed -> {},
                        failure -> LOG.warnf("maildrops were not renewed and will be tried again: %s", failure));
    }

    /** What the timer does, to its end. */
    Uni<Void> onTime() {
        return renew().onTermination().invoke(this::timeAgain);
    }

    private void timeAgain() {
        timed.set(false);
        time();
    }

    /** Renews what is held and tells those who have lost theirs. */
    Uni<Void> renew() {
        Map<UUID, Held> mine = Map.copyOf(held);
        List<Held> leases = List.copyOf(mine.values());
        Tuple arguments = Tuple.tuple()
                .addArrayOfUUID(
                        leases.stream().map(lease -> lease.account.value()).toArray(UUID[]::new))
                .addArrayOfUUID(leases.stream().map(lease -> lease.session).toArray(UUID[]::new))
                .addDouble(seconds());
        return statements
                .all(RENEW, arguments, PostgresMaildropLock::session)
                .invoke(kept -> lose(mine, new HashSet<>(kept)))
                .replaceWithVoid();
    }

    /** Whoever released meanwhile is not held any more, and has lost nothing. */
    private void lose(Map<UUID, Held> asked, Set<UUID> kept) {
        asked.forEach((session, lease) -> {
            if (!kept.contains(session) && held.remove(session, lease)) {
                lease.lost.tryComplete();
            }
        });
    }

    private static UUID session(Row row) {
        return row.getUUID("session");
    }

    private static double seconds() {
        return LEASE.toSeconds();
    }

    private final class Held implements Lease {

        private final AccountId account;
        private final UUID session;
        private final Promise<Void> lost = Promise.promise();

        private Held(AccountId account, UUID session) {
            this.account = account;
            this.session = session;
        }

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().deferred(() -> {
                held.remove(session);
                return statements
                        .effect(RELEASE, Tuple.of(account.value(), session))
                        .onFailure()
                        .invoke(unknown -> remember(session));
            });
        }

        @Override
        public void whenLost(Runnable then) {
            lost.future().onSuccess(told -> then.run());
        }
    }
}
