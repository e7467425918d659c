package dev.posthaste.queue;

import static dev.posthaste.queue.Mails.ALICE;
import static dev.posthaste.queue.Mails.ANY;
import static dev.posthaste.queue.Mails.NOON;
import static dev.posthaste.queue.Mails.deferred;
import static dev.posthaste.queue.Mails.delivered;
import static dev.posthaste.queue.Mails.failed;
import static dev.posthaste.queue.Mails.item;
import static dev.posthaste.queue.Mails.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.queue.QueueStore.RefusedSettlementException;
import dev.posthaste.queue.QueueStoreContract.Standing;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final Duration FREEZE = Duration.ofSeconds(75);

    private final World world = new World(NOON);
    private final InMemoryQueueStore queue = new InMemoryQueueStore();
    private final List<String> carried = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private final Map<Consignment, UniEmitter<? super List<AttemptResult>>> underWay = new LinkedHashMap<>();

    @Test
    void what_is_accepted_is_delivered_and_settled() {
        Item item = accept(1, ALICE, "bob@example.org");
        start(lease -> delivered());
        assertThat(queue.standing(item.email(), 0)).isEqualTo(new Standing("delivered", 1, List.of("delivered")));
    }

    @Test
    void new_mail_is_carried_at_once_when_it_is_signalled() {
        Dispatcher dispatcher = start(lease -> delivered());
        accept(1, ALICE, "bob@example.org");
        world.run();
        assertThat(carried).isEmpty();
        dispatcher.signal();
        world.run();
        assertThat(carried).containsExactly("bob@example.org");
    }

    @Test
    void new_mail_is_carried_soon_even_if_nobody_signals() {
        start(lease -> delivered());
        accept(1, ALICE, "bob@example.org");
        world.pass(Dispatcher.POLL);
        assertThat(carried).containsExactly("bob@example.org");
    }

    @Test
    void five_days_of_retries_end_in_one_report() {
        Item item = accept(1, ALICE, "bob@example.org");
        start(lease -> deferred(Scope.RECIPIENT));
        world.pass(Duration.ofDays(4));
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("deferred");
        world.pass(Duration.ofDays(2));
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("expired");
        assertThat(carried).hasSizeBetween(34, 40);
        assertThat(reported).containsExactly("Expired bob@example.org");
        assertThat(queue.holdsBlobOf(item.email())).isFalse();
    }

    @Test
    void half_of_the_recipients_refused_gives_one_report_for_all_of_them() {
        Item item = accept(1, ALICE, "a@x.test", "b@x.test", "c@x.test", "d@x.test");
        start(lease -> lease.number() % 2 == 0 ? delivered() : failed(Scope.RECIPIENT));
        assertThat(reported).containsExactly("Bounced b@x.test, Bounced d@x.test");
        assertThat(queue.standing(item.email(), 2).status()).isEqualTo("delivered");
        assertThat(queue.standing(item.email(), 3).status()).isEqualTo("bounced");
    }

    @Test
    void a_null_sender_is_never_answered() {
        Item item = accept(1, ReversePath.empty(), "bob@example.org");
        start(lease -> failed(Scope.RECIPIENT));
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("bounced");
        assertThat(reported).isEmpty();
    }

    @Test
    void a_report_that_the_door_does_not_take_now_is_written_later() {
        Item item = accept(1, ALICE, "bob@example.org");
        List<Integer> tries = new ArrayList<>();
        FailureReports failing = failures -> {
            tries.add(failures.size());
            return tries.size() == 1
                    ? Uni.createFrom().failure(new IllegalStateException("the door is shut"))
                    : Uni.createFrom().voidItem();
        };
        start(queue, carrier(lease -> failed(Scope.RECIPIENT)), failing, Policy.DEFAULT);
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("queued");
        world.pass(Dispatcher.LEASE.plus(Dispatcher.POLL));
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("bounced");
        assertThat(tries).containsExactly(1, 1);
    }

    @Test
    void a_dead_host_costs_one_attempt_and_not_one_for_each_message() {
        for (int i = 0; i < 100; i++) {
            accept(i, ALICE, "bob@dead.test");
        }
        Item other = accept(200, ALICE, "carol@alive.test");
        Policy one = new Policy(RetrySchedule.DEFAULT, 1000, 250, 200, 1);
        start(queue, carrier(lease -> dead(lease) ? deferred(Scope.HOST) : delivered()), this::report, one);
        assertThat(carried).containsExactlyInAnyOrder("bob@dead.test", "carol@alive.test");
        assertThat(queue.standing(item(99, ALICE).email(), 0))
                .isEqualTo(new Standing("deferred", 1, List.of("deferred")));
        assertThat(queue.standing(other.email(), 0).status()).isEqualTo("delivered");
    }

    @Test
    void a_refused_recipient_or_message_delays_no_other_message() {
        accept(1, ALICE, "bob@x.test");
        Item second = accept(2, ALICE, "carol@x.test");
        start(lease -> lease.recipient().toString().startsWith("bob") ? deferred(Scope.MESSAGE) : delivered());
        assertThat(queue.standing(second.email(), 0).status()).isEqualTo("delivered");
    }

    @Test
    void a_slow_destination_does_not_slow_another() {
        for (int i = 0; i < 1000; i++) {
            accept(i, ALICE, "bob@slow.test");
        }
        start(queue, this::hold, this::report, Policy.DEFAULT);
        world.pass(Duration.ofMinutes(3));
        assertThat(underWay).hasSize(Policy.DEFAULT.runningPerDestination());
        accept(5000, ALICE, "carol@quick.test");
        world.pass(Dispatcher.POLL);
        assertThat(underWay.keySet())
                .last()
                .satisfies(last -> assertThat(last.destination()).isEqualTo(Mails.domain("quick.test")));
    }

    @Test
    void recipients_of_one_email_at_one_destination_go_together_a_hundred_at_most() {
        String[] many = new String[150];
        Arrays.setAll(many, i -> "u" + i + "@x.test");
        accept(1, ALICE, many);
        start(queue, this::hold, this::report, Policy.DEFAULT);
        assertThat(underWay.keySet())
                .extracting(consignment -> consignment.leases().size())
                .containsExactly(100, 50);
    }

    @Test
    void a_delivery_that_takes_long_is_not_begun_again() {
        Item item = accept(1, ALICE, "bob@slow.test");
        start(queue, this::hold, this::report, Policy.DEFAULT);
        world.pass(Duration.ofMinutes(10));
        assertThat(carried).containsExactly("bob@slow.test");
        complete(delivered());
        assertThat(queue.standing(item.email(), 0)).isEqualTo(new Standing("delivered", 1, List.of("delivered")));
    }

    @Test
    void mail_of_a_process_that_died_is_carried_when_its_lease_has_run_out() {
        Item item = accept(1, ALICE, "bob@example.org");
        world.run();
        LeaseRequest request = new LeaseRequest(ANY, 10, 10, NOON, NOON.plus(Dispatcher.LEASE));
        assertThat(queue.lease(request).await().indefinitely()).hasSize(1);
        start(lease -> delivered());
        assertThat(carried).isEmpty();
        world.pass(Dispatcher.LEASE.plus(Dispatcher.POLL));
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("delivered");
    }

    @Test
    void what_another_node_took_over_while_this_one_stood_still_is_put_down() {
        accept(1, ALICE, "bob@x.test");
        Item waiting = accept(2, ALICE, "carol@x.test");
        Policy one = new Policy(RetrySchedule.DEFAULT, 1000, 250, 200, 1);
        start(queue, this::hold, this::report, one);
        world.freeze(FREEZE, this::takeAll);
        assertThat(underWay.keySet())
                .allMatch(consignment -> !consignment.guard().holds());
        complete(delivered());
        world.pass(Duration.ofSeconds(30));
        assertThat(carried).containsExactly("bob@x.test");
        assertThat(queue.standing(waiting.email(), 0)).isEqualTo(new Standing("queued", 0, List.of()));
    }

    @Test
    void what_nobody_took_over_while_this_node_stood_still_goes_on_and_is_not_begun_again() {
        Item first = accept(1, ALICE, "bob@x.test");
        Item second = accept(2, ALICE, "carol@x.test");
        Policy one = new Policy(RetrySchedule.DEFAULT, 1000, 250, 200, 1);
        start(queue, this::hold, this::report, one);
        world.freeze(FREEZE, () -> {});
        assertThat(carried).containsExactly("bob@x.test");
        complete(delivered());
        complete(delivered());
        assertThat(carried).containsExactly("bob@x.test", "carol@x.test");
        assertThat(List.of(first, second))
                .extracting(item -> queue.standing(item.email(), 0).attempts())
                .containsExactly(1, 1);
    }

    @Test
    void what_a_carrier_put_down_is_nobodys_attempt_and_carried_again_at_once() {
        Item item = accept(1, ALICE, "bob@x.test");
        start(queue, this::hold, this::report, Policy.DEFAULT);
        Consignment consignment = underWay.keySet().iterator().next();
        world.freeze(FREEZE, () -> assertThat(consignment.guard().holds()).isFalse());
        underWay.remove(consignment).complete(List.of());
        world.run();
        assertThat(queue.standing(item.email(), 0)).isEqualTo(new Standing("queued", 0, List.of()));
        complete(delivered());
        assertThat(carried).containsExactly("bob@x.test", "bob@x.test");
        assertThat(queue.standing(item.email(), 0)).isEqualTo(new Standing("delivered", 1, List.of("delivered")));
    }

    @Test
    void a_failure_whose_lease_another_node_took_over_is_reported_by_that_one() {
        accept(1, ALICE, "bob@x.test");
        start(queue, this::hold, this::report, Policy.DEFAULT);
        world.freeze(FREEZE, this::takeAll);
        complete(failed(Scope.RECIPIENT));
        assertThat(reported).isEmpty();
    }

    @Test
    void while_the_store_is_away_too_long_nothing_more_is_begun() {
        accept(1, ALICE, "bob@x.test");
        accept(2, ALICE, "carol@x.test");
        Failing failing = new Failing(queue);
        Policy one = new Policy(RetrySchedule.DEFAULT, 1000, 250, 200, 1);
        start(failing, this::hold, this::report, one);
        failing.renewalFailures = 1000;
        failing.leaseFailures = 1000;
        world.pass(Dispatcher.LEASE);
        complete(delivered());
        assertThat(carried).containsExactly("bob@x.test");
        failing.renewalFailures = 0;
        failing.leaseFailures = 0;
        world.pass(Dispatcher.LEASE);
        assertThat(carried).containsExactly("bob@x.test", "carol@x.test");
    }

    @Test
    void a_carrier_that_breaks_defers_and_leaks_no_place() {
        Item item = accept(1, ALICE, "bob@example.org");
        Carrier broken = consignment -> {
            throw new IllegalStateException("a bug");
        };
        start(queue, broken, this::report, Policy.DEFAULT);
        assertThat(queue.standing(item.email(), 0)).isEqualTo(new Standing("deferred", 1, List.of("deferred")));
    }

    @Test
    void a_carrier_that_forgets_a_recipient_defers_it() {
        Item item = accept(1, ALICE, "a@x.test", "b@x.test");
        Carrier forgetful = consignment ->
                Uni.createFrom().item(List.of(result(consignment.leases().getFirst(), delivered(), NOON)));
        start(queue, forgetful, this::report, Policy.DEFAULT);
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("delivered");
        assertThat(queue.standing(item.email(), 1).status()).isEqualTo("deferred");
    }

    @Test
    void a_store_that_fails_is_asked_again_and_a_delivery_is_settled_once() {
        Item item = accept(1, ALICE, "bob@example.org");
        Failing failing = new Failing(queue);
        failing.leaseFailures = 1;
        failing.settleFailures = 2;
        start(failing, carrier(lease -> delivered()), this::report, Policy.DEFAULT);
        assertThat(carried).isEmpty();
        world.pass(Duration.ofSeconds(30));
        assertThat(carried).containsExactly("bob@example.org");
        assertThat(queue.standing(item.email(), 0)).isEqualTo(new Standing("delivered", 1, List.of("delivered")));
    }

    @Test
    void what_the_store_refuses_holds_up_nothing_else_and_is_attempted_and_reported_once() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            items.add(accept(i, ALICE, "bob@x.test", "carol@y.test"));
        }
        Failing failing = new Failing(queue);
        failing.refused.add(items.get(7).email());
        Dispatcher dispatcher = start(
                failing,
                carrier(lease -> lease.number() == 0 ? delivered() : failed(Scope.RECIPIENT)),
                this::report,
                Policy.DEFAULT);
        world.pass(Duration.ofHours(1));
        for (Item item : items) {
            assertThat(queue.standing(item.email(), 0).status())
                    .isEqualTo(item == items.get(7) ? "queued" : "delivered");
            assertThat(queue.standing(item.email(), 1).status()).isEqualTo(item == items.get(7) ? "queued" : "bounced");
        }
        assertThat(carried).hasSize(40);
        assertThat(reported).hasSize(20);
        failing.refused.clear();
        world.pass(Settler.REFUSAL_PAUSE);
        assertThat(queue.standing(items.get(7).email(), 0).status()).isEqualTo("delivered");
        assertThat(queue.standing(items.get(7).email(), 1).status()).isEqualTo("bounced");
        assertThat(carried).hasSize(40);
        assertThat(reported).hasSize(20);
        assertThat(hasEnded(dispatcher)).isTrue();
    }

    @Test
    void what_the_store_refuses_does_not_hold_up_a_stop() {
        Item item = accept(1, ALICE, "bob@example.org");
        Failing failing = new Failing(queue);
        failing.refused.add(item.email());
        assertThat(hasEnded(start(failing, carrier(lease -> delivered()), this::report, Policy.DEFAULT)))
                .isTrue();
    }

    @Test
    void a_bug_in_the_reporting_holds_up_no_delivery_and_no_lease() {
        Item item = accept(1, ALICE, "bob@x.test", "carol@y.test");
        List<Integer> tries = new ArrayList<>();
        FailureReports broken = failures -> {
            tries.add(failures.size());
            return tries.size() == 1
                    ? Uni.createFrom().failure(new Unspeakable())
                    : Uni.createFrom().voidItem();
        };
        start(
                queue,
                carrier(lease -> lease.number() == 0 ? delivered() : failed(Scope.RECIPIENT)),
                broken,
                Policy.DEFAULT);
        assertThat(queue.standing(item.email(), 0).status()).isEqualTo("delivered");
        world.pass(Dispatcher.LEASE.plus(Dispatcher.POLL));
        assertThat(queue.standing(item.email(), 1).status()).isEqualTo("bounced");
        assertThat(tries).containsExactly(1, 1);
    }

    /** A failure that nobody can even log. */
    private static final class Unspeakable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("a bug");
        }
    }

    private boolean hasEnded(Dispatcher dispatcher) {
        List<String> ended = new ArrayList<>();
        dispatcher.stop().subscribe().with(done -> ended.add("ended"));
        world.run();
        return !ended.isEmpty();
    }

    @Test
    void a_stop_gives_back_what_waits_and_settles_what_is_under_way() {
        for (int i = 0; i < 50; i++) {
            accept(i, ALICE, "bob@x.test");
        }
        Policy one = new Policy(RetrySchedule.DEFAULT, 1000, 250, 200, 1);
        Dispatcher dispatcher = start(queue, this::hold, this::report, one);
        List<String> ended = new ArrayList<>();
        dispatcher.stop().subscribe().with(done -> ended.add("ended"));
        world.pass(Duration.ofMinutes(1));
        assertThat(ended).isEmpty();
        complete(delivered());
        assertThat(ended).containsExactly("ended");
        assertThat(carried).hasSize(1);
        LeaseRequest rest = new LeaseRequest(ANY, 100, 100, world.instant(), Instant.MAX);
        assertThat(queue.lease(rest).await().indefinitely()).hasSize(49);
    }

    @Test
    void a_stop_of_an_idle_dispatcher_ends_at_once() {
        List<String> ended = new ArrayList<>();
        start(lease -> delivered()).stop().subscribe().with(done -> ended.add("ended"));
        world.run();
        assertThat(ended).containsExactly("ended");
    }

    @Test
    void three_thousand_emails_to_fifty_destinations_all_arrive() {
        for (int i = 0; i < 3_000; i++) {
            accept(i, ALICE, "bob@d" + i % 50 + ".test");
        }
        start(lease -> delivered());
        world.pass(Duration.ofMinutes(1));
        assertThat(carried).hasSize(3_000);
    }

    /** What another process does meanwhile. */
    private void takeAll() {
        LeaseRequest request = new LeaseRequest(ANY, 100, 100, world.instant(), Instant.MAX);
        assertThat(queue.lease(request).await().indefinitely()).isNotEmpty();
    }

    private static boolean dead(Lease lease) {
        return lease.destination().equals(Mails.domain("dead.test"));
    }

    private Item accept(int id, ReversePath from, String... recipients) {
        Item item = item(id, from);
        queue.accept(item, Arrays.stream(recipients).map(EmailAddress::of).toList());
        return item;
    }

    private Dispatcher start(Function<Lease, Outcome> fate) {
        return start(queue, carrier(fate), this::report, Policy.DEFAULT);
    }

    private Dispatcher start(QueueStore store, Carrier carrier, FailureReports reports, Policy policy) {
        Dispatcher dispatcher = new Dispatcher(store, carrier, reports, policy, world.environment());
        dispatcher.start();
        world.run();
        return dispatcher;
    }

    private Carrier carrier(Function<Lease, Outcome> fate) {
        return consignment -> {
            note(consignment);
            return Uni.createFrom()
                    .item(consignment.leases().stream()
                            .map(lease -> result(lease, fate.apply(lease), world.instant()))
                            .toList());
        };
    }

    private Uni<List<AttemptResult>> hold(Consignment consignment) {
        note(consignment);
        return Uni.createFrom().emitter(emitter -> underWay.put(consignment, emitter));
    }

    private void complete(Outcome outcome) {
        Map<Consignment, UniEmitter<? super List<AttemptResult>>> all = new LinkedHashMap<>(underWay);
        underWay.clear();
        all.forEach((consignment, emitter) -> emitter.complete(consignment.leases().stream()
                .map(lease -> result(lease, outcome, world.instant()))
                .toList()));
        world.run();
    }

    private void note(Consignment consignment) {
        consignment.leases().forEach(lease -> carried.add(lease.recipient().toString()));
    }

    private Uni<Void> report(List<Settlement> failures) {
        reported.add(String.join(
                ", ",
                failures.stream()
                        .map(failure -> failure.getClass().getSimpleName() + " "
                                + failure.result().lease().recipient())
                        .toList()));
        return Uni.createFrom().voidItem();
    }

    /** A store of which some calls fail. */
    private static final class Failing implements QueueStore {
        private final QueueStore store;
        private int leaseFailures;
        private int settleFailures;
        private int renewalFailures;
        private final Set<EmailId> refused = new HashSet<>();

        Failing(QueueStore store) {
            this.store = store;
        }

        @Override
        public Uni<List<Lease>> lease(LeaseRequest request) {
            return leaseFailures-- > 0 ? down() : store.lease(request);
        }

        @Override
        public Uni<List<Lease>> renew(List<Lease> leases, Instant until) {
            return renewalFailures-- > 0 ? down() : store.renew(leases, until);
        }

        @Override
        public Uni<Void> giveBack(List<Lease> leases, Instant now) {
            return store.giveBack(leases, now);
        }

        // The first time the transaction is committed and only its answer is lost.
        @Override
        public Uni<Void> settle(List<Settlement> settlements, Instant now) {
            if (settlements.stream()
                    .anyMatch(settlement ->
                            refused.contains(settlement.result().lease().item().email()))) {
                return Uni.createFrom()
                        .failure(new RefusedSettlementException(new IllegalStateException("cannot be written")));
            }
            return settleFailures-- > 0
                    ? store.settle(settlements, now).chain(Failing::down)
                    : store.settle(settlements, now);
        }

        @Override
        public Uni<Integer> cancel(TenantId tenant, EmailId email, Instant now) {
            return store.cancel(tenant, email, now);
        }

        private static <T> Uni<T> down() {
            return Uni.createFrom().failure(new IllegalStateException("the store is down"));
        }
    }
}
