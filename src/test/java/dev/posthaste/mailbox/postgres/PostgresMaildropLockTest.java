package dev.posthaste.mailbox.postgres;

import static dev.posthaste.mailbox.MailboxWorld.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthaste.TestDatabase;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.Uuid7;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.mailbox.MaildropLock.Acquisition;
import dev.posthaste.mailbox.MaildropLock.Lease;
import dev.posthaste.mailbox.MaildropLockContract;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PostgresMaildropLockTest implements MaildropLockContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final AccountId account = new AccountId(UUID.randomUUID());
    private final Queue<Runnable> timed = new ConcurrentLinkedQueue<>();
    private final PostgresMaildropLock here = node();
    private final PostgresMaildropLock there = node();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    public MaildropLock lock() {
        return here;
    }

    @Override
    public <T> T answer(Uni<T> asked) {
        return done(asked);
    }

    @Test
    void a_maildrop_is_held_once_over_all_processes() {
        Lease lease = held(here);

        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.InUse.class);
        done(lease.release());
        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void what_could_not_be_given_back_is_free_for_this_process_at_once_and_for_others_in_time() {
        Lease lease = held(here);
        execute("alter table maildrop_lease rename to away");
        assertThatThrownBy(() -> done(lease.release())).isInstanceOf(PgException.class);
        execute("alter table away rename to maildrop_lease");

        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.InUse.class);
        assertThat(done(here.acquire(account))).isInstanceOf(Acquisition.Held.class);
        assertThat(done(here.acquire(account))).isInstanceOf(Acquisition.InUse.class);
    }

    @Test
    void of_many_who_come_at_once_one_gets_it() {
        List<Acquisition> all = done(Uni.join()
                .all(IntStream.range(0, 20)
                        .mapToObj(n -> (n % 2 == 0 ? here : there).acquire(account))
                        .toList())
                .andFailFast());

        assertThat(all).filteredOn(Acquisition.Held.class::isInstance).hasSize(1);
    }

    @Test
    void of_many_who_come_at_once_to_a_lease_that_ran_out_one_gets_it() {
        held(here);
        age(MaildropLock.LEASE.plusSeconds(1));

        List<Acquisition> all = done(Uni.join()
                .all(IntStream.range(0, 20)
                        .mapToObj(n -> (n % 2 == 0 ? here : there).acquire(account))
                        .toList())
                .andFailFast());

        assertThat(all).filteredOn(Acquisition.Held.class::isInstance).hasSize(1);
    }

    @Test
    void a_lease_runs_out_after_its_time_and_not_before() {
        held(here);

        age(MaildropLock.LEASE.minusSeconds(30));
        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.InUse.class);
        age(Duration.ofSeconds(31));
        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.Held.class);
    }

    @Test
    void a_lease_that_is_renewed_does_not_run_out() {
        held(here);

        for (int i = 0; i < 3; i++) {
            age(PostgresMaildropLock.RENEWAL.multipliedBy(2));
            done(here.renew());
        }

        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.InUse.class);
    }

    @Test
    void the_timer_runs_as_long_as_something_is_held_and_no_longer() {
        Lease first = held(here);
        Lease second = ((Acquisition.Held) done(here.acquire(new AccountId(UUID.randomUUID())))).lease();
        assertThat(timed).hasSize(1);

        done(first.release());
        fire();
        assertThat(timed).hasSize(1);

        done(second.release());
        fire();
        assertThat(timed).isEmpty();
        held(here);
        assertThat(timed).hasSize(1);
    }

    @Test
    void whoever_was_away_for_too_long_is_told_that_another_has_it() {
        AtomicInteger told = new AtomicInteger();
        Lease lease = held(here);
        lease.whenLost(told::incrementAndGet);
        done(here.renew());
        assertThat(told).hasValue(0);

        age(MaildropLock.LEASE.plusSeconds(1));
        held(there);
        done(here.renew());
        done(here.renew());

        assertThat(told).hasValue(1);
        done(lease.release());
        assertThat(done(here.acquire(account))).isInstanceOf(Acquisition.InUse.class);
    }

    @Test
    void whoever_was_away_for_long_keeps_it_if_nobody_came() {
        AtomicInteger told = new AtomicInteger();
        held(here).whenLost(told::incrementAndGet);

        age(MaildropLock.LEASE.plusSeconds(1));
        done(here.renew());

        assertThat(told).hasValue(0);
        assertThat(done(there.acquire(account))).isInstanceOf(Acquisition.InUse.class);
    }

    @Test
    void a_lease_goes_with_its_account() {
        AtomicInteger told = new AtomicInteger();
        held(here).whenLost(told::incrementAndGet);

        DATABASE.mutinyPool().preparedQuery("select delete_mailbox($1)").executeAndAwait(Tuple.of(account.value()));
        done(here.renew());

        assertThat(told).hasValue(1);
    }

    private Lease held(PostgresMaildropLock node) {
        return ((Acquisition.Held) done(node.acquire(account))).lease();
    }

    /** The time of the only timer has come; what it does is over when it has set the next one, or answered a question. */
    /** What the task of the timer does, but waits for its end. */
    private void fire() {
        assertThat(timed.remove()).isNotNull();
        done(here.onTime());
    }

    /** Lets time pass for the account's lease. */
    private void age(Duration by) {
        DATABASE.mutinyPool()
                .preparedQuery(
                        "update maildrop_lease set until = until - make_interval(secs => $2) where account_id = $1")
                .executeAndAwait(Tuple.of(account.value(), (double) by.toSeconds()));
    }

    private static void execute(String sql) {
        DATABASE.mutinyPool().query(sql).executeAndAwait();
    }

    private PostgresMaildropLock node() {
        return new PostgresMaildropLock(
                DATABASE.mutinyPool(), (delay, task) -> timed.add(task), new Uuid7(InstantSource.system()));
    }
}
