package dev.posthaste.queue;

import static dev.posthaste.queue.Mails.ALICE;
import static dev.posthaste.queue.Mails.ANY;
import static dev.posthaste.queue.Mails.NOON;
import static dev.posthaste.queue.Mails.deferred;
import static dev.posthaste.queue.Mails.delivered;
import static dev.posthaste.queue.Mails.domain;
import static dev.posthaste.queue.Mails.failed;
import static dev.posthaste.queue.Mails.item;
import static dev.posthaste.queue.Mails.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.TenantId;
import dev.posthaste.queue.LeaseRequest.Destinations;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every queue does. */
public interface QueueStoreContract {

    /** Where a recipient stands, with the outcome of each attempt. */
    record Standing(String status, int attempts, List<String> history) {}

    QueueStore store();

    /** Does what the door does. */
    void accept(Item item, List<EmailAddress> recipients);

    /** The same of mail that is to be delivered later, to accounts of this server or elsewhere. */
    void schedule(Item item, List<EmailAddress> recipients, Instant availableAt, Optional<AccountId> account);

    Standing standing(EmailId email, int number);

    boolean holdsBlobOf(EmailId email);

    @Test
    default void what_was_accepted_is_due_at_once_with_all_that_a_delivery_needs() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@example.org", "carol@example.net"));
        List<Lease> leases = lease(NOON);
        assertThat(leases)
                .extracting(lease -> lease.recipient().toString())
                .containsExactly("bob@example.org", "carol@example.net");
        assertThat(leases).allSatisfy(lease -> {
            assertThat(lease.item()).isEqualTo(item);
            assertThat(lease.attempts()).isZero();
        });
        assertThat(leases).extracting(Lease::destination).containsExactly(domain("example.org"), domain("example.net"));
    }

    @Test
    default void a_null_reverse_path_stays_null() {
        accept(item(1, ReversePath.empty()), addresses("bob@example.org"));
        assertThat(lease(NOON).getFirst().item().reversePath()).isEqualTo(ReversePath.empty());
    }

    @Test
    default void nothing_is_due_before_its_time() {
        accept(item(1, ALICE), addresses("bob@example.org"));
        assertThat(lease(NOON.minusSeconds(1))).isEmpty();
    }

    @Test
    default void what_is_leased_is_not_leased_again_until_the_lease_runs_out() {
        accept(item(1, ALICE), addresses("bob@example.org"));
        assertThat(lease(NOON)).hasSize(1);
        assertThat(lease(NOON.plusSeconds(59))).isEmpty();
        assertThat(lease(NOON.plusSeconds(60))).hasSize(1);
    }

    @Test
    default void a_renewed_lease_lasts_longer() {
        accept(item(1, ALICE), addresses("bob@example.org"));
        List<Lease> leases = lease(NOON);
        assertThat(now(store().renew(leases, NOON.plusSeconds(600)))).isEqualTo(leases);
        assertThat(lease(NOON.plusSeconds(599))).isEmpty();
        assertThat(lease(NOON.plusSeconds(600))).hasSize(1);
    }

    @Test
    default void a_lease_that_was_lost_cannot_be_renewed_given_back_or_settled() {
        accept(item(1, ALICE), addresses("bob@example.org"));
        List<Lease> lost = lease(NOON);
        List<Lease> current = lease(NOON.plusSeconds(60));
        assertThat(now(store().renew(lost, NOON.plusSeconds(6000)))).isEmpty();
        now(store().giveBack(lost, NOON));
        settle(new Settlement.Delivered(result(lost.getFirst(), delivered(), NOON)));
        EmailId email = current.getFirst().item().email();
        assertThat(standing(email, 0)).isEqualTo(new Standing("queued", 0, List.of()));
        assertThat(lease(NOON.plusSeconds(61))).isEmpty();
        assertThat(lease(NOON.plusSeconds(120))).hasSize(1);
    }

    @Test
    default void a_renewal_says_which_leases_are_still_held() {
        accept(item(1, ALICE), addresses("bob@example.org", "carol@example.org"));
        List<Lease> leases = lease(NOON);
        settle(new Settlement.Delivered(result(leases.getFirst(), delivered(), NOON)));
        assertThat(now(store().renew(leases, NOON.plusSeconds(600)))).containsExactly(leases.getLast());
    }

    @Test
    default void a_lease_that_ran_out_is_renewed_if_nobody_has_it() {
        accept(item(1, ALICE), addresses("bob@example.org"));
        List<Lease> leases = lease(NOON);
        assertThat(now(store().renew(leases, NOON.plusSeconds(600)))).isEqualTo(leases);
        assertThat(lease(NOON.plusSeconds(300))).isEmpty();
    }

    @Test
    default void what_is_given_back_is_due_at_once() {
        accept(item(1, ALICE), addresses("bob@example.org"));
        now(store().giveBack(lease(NOON), NOON));
        assertThat(lease(NOON)).hasSize(1);
    }

    @Test
    default void a_delivered_recipient_leaves_the_queue_and_its_attempt_stays() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@example.org"));
        settle(new Settlement.Delivered(result(lease(NOON).getFirst(), delivered(), NOON)));
        assertThat(standing(item.email(), 0)).isEqualTo(new Standing("delivered", 1, List.of("delivered")));
        assertThat(lease(NOON.plus(Duration.ofDays(9)))).isEmpty();
    }

    @Test
    default void a_deferred_recipient_comes_back_at_its_time_and_counts_its_attempts() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@example.org"));
        defer(lease(NOON).getFirst(), NOON.plusSeconds(300));
        assertThat(lease(NOON.plusSeconds(299))).isEmpty();
        Lease again = lease(NOON.plusSeconds(300)).getFirst();
        assertThat(again.attempts()).isEqualTo(1);
        defer(again, NOON.plusSeconds(900));
        assertThat(standing(item.email(), 0)).isEqualTo(new Standing("deferred", 2, List.of("deferred", "deferred")));
    }

    @Test
    default void bounced_and_expired_recipients_leave_the_queue() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@example.org", "carol@example.org"));
        List<Lease> leases = lease(NOON);
        AttemptResult bounce = result(leases.get(0), failed(Scope.RECIPIENT), NOON);
        AttemptResult last = result(leases.get(1), deferred(Scope.RECIPIENT), NOON);
        settle(
                new Settlement.Bounced(bounce, ((Outcome.Failed) bounce.outcome()).cause()),
                new Settlement.Expired(last, ((Outcome.Deferred) last.outcome()).cause()));
        assertThat(standing(item.email(), 0)).isEqualTo(new Standing("bounced", 1, List.of("failed")));
        assertThat(standing(item.email(), 1)).isEqualTo(new Standing("expired", 1, List.of("deferred")));
        assertThat(lease(NOON.plus(Duration.ofDays(9)))).isEmpty();
    }

    @Test
    default void settling_twice_is_settling_once() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@example.org"));
        Settlement settlement = new Settlement.Delivered(result(lease(NOON).getFirst(), delivered(), NOON));
        settle(settlement);
        settle(settlement);
        assertThat(standing(item.email(), 0)).isEqualTo(new Standing("delivered", 1, List.of("delivered")));
    }

    @Test
    default void the_blob_is_let_go_when_the_last_recipient_is_settled() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@example.org", "carol@example.net"));
        List<Lease> leases = lease(NOON);
        settle(new Settlement.Delivered(result(leases.get(0), delivered(), NOON)));
        assertThat(holdsBlobOf(item.email())).isTrue();
        defer(leases.get(1), NOON.plusSeconds(1));
        assertThat(holdsBlobOf(item.email())).isTrue();
        settle(new Settlement.Delivered(result(lease(NOON.plusSeconds(1)).getFirst(), delivered(), NOON)));
        assertThat(holdsBlobOf(item.email())).isFalse();
    }

    @Test
    default void scheduled_mail_is_due_at_its_time_and_says_whose_account_it_is_for() {
        AccountId bob = new AccountId(new UUID(4, 4));
        schedule(item(1, ALICE), addresses("bob@here.test"), NOON.plusSeconds(3600), Optional.of(bob));
        assertThat(standing(item(1, ALICE).email(), 0).status()).isEqualTo("scheduled");
        assertThat(lease(NOON.plusSeconds(3599))).isEmpty();
        assertThat(lease(NOON.plusSeconds(3600))).extracting(Lease::account).containsExactly(Optional.of(bob));
    }

    @Test
    default void mail_that_is_cancelled_before_it_is_due_is_never_leased_and_its_octets_are_deleted() {
        Item item = item(1, ALICE);
        schedule(item, addresses("bob@here.test", "carol@far.test"), NOON.plusSeconds(3600), Optional.empty());
        assertThat(now(store().cancel(item.tenant(), item.email(), NOON))).isEqualTo(2);
        assertThat(standing(item.email(), 0)).isEqualTo(new Standing("cancelled", 0, List.of()));
        assertThat(lease(NOON.plus(Duration.ofDays(9)))).isEmpty();
        assertThat(holdsBlobOf(item.email())).isFalse();
        assertThat(now(store().cancel(item.tenant(), item.email(), NOON))).isZero();
    }

    @Test
    default void what_is_leased_or_settled_is_not_cancelled() {
        Item item = item(1, ALICE);
        accept(item, addresses("bob@a.test", "carol@b.test", "dan@c.test"));
        Destinations two = new Destinations.Only(Set.of(domain("a.test"), domain("b.test")));
        List<Lease> leases = now(store().lease(new LeaseRequest(two, 10, 10, NOON, NOON.plusSeconds(60))));
        settle(new Settlement.Delivered(result(leases.getFirst(), delivered(), NOON)));

        assertThat(now(store().cancel(item.tenant(), item.email(), NOON))).isEqualTo(1);

        assertThat(standing(item.email(), 0).status()).isEqualTo("delivered");
        assertThat(standing(item.email(), 1).status()).isEqualTo("queued");
        assertThat(standing(item.email(), 2).status()).isEqualTo("cancelled");
        assertThat(holdsBlobOf(item.email())).isTrue();
        settle(new Settlement.Delivered(result(leases.getLast(), delivered(), NOON)));
        assertThat(holdsBlobOf(item.email())).isFalse();
    }

    @Test
    default void another_tenant_cancels_nothing() {
        Item item = item(1, ALICE);
        schedule(item, addresses("bob@here.test"), NOON.plusSeconds(3600), Optional.empty());
        assertThat(now(store().cancel(new TenantId(new UUID(7, 7)), item.email(), NOON)))
                .isZero();
        assertThat(lease(NOON.plusSeconds(3600))).hasSize(1);
    }

    @Test
    default void one_destination_with_much_mail_leaves_room_for_the_others() {
        for (int i = 0; i < 30; i++) {
            accept(item(i, ALICE), addresses("bob@big.test"));
        }
        accept(item(100, ALICE), addresses("carol@small.test"));
        LeaseRequest request = new LeaseRequest(ANY, 10, 4, NOON, NOON.plusSeconds(60));
        List<Lease> leases = now(store().lease(request));
        assertThat(leases)
                .filteredOn(lease -> lease.destination().equals(domain("big.test")))
                .hasSize(4);
        assertThat(leases)
                .filteredOn(lease -> lease.destination().equals(domain("small.test")))
                .hasSize(1);
    }

    @Test
    default void destinations_that_have_their_share_are_left_out() {
        accept(item(1, ALICE), addresses("bob@big.test", "carol@small.test"));
        Destinations others = new Destinations.AllBut(Set.of(domain("big.test")));
        LeaseRequest request = new LeaseRequest(others, 10, 10, NOON, NOON.plusSeconds(60));
        assertThat(now(store().lease(request))).extracting(Lease::destination).containsExactly(domain("small.test"));
    }

    @Test
    default void destinations_can_be_looked_up_by_name() {
        accept(item(1, ALICE), addresses("bob@big.test", "carol@small.test", "dan@other.test", "eve@big.test"));
        Destinations two = new Destinations.Only(Set.of(domain("big.test"), domain("small.test"), domain("none.test")));
        LeaseRequest request = new LeaseRequest(two, 10, 1, NOON, NOON.plusSeconds(60));
        assertThat(now(store().lease(request)))
                .extracting(Lease::destination)
                .containsExactlyInAnyOrder(domain("big.test"), domain("small.test"));
    }

    @Test
    default void no_more_is_leased_than_was_asked_for() {
        List<EmailAddress> many = Collections.nCopies(50, EmailAddress.of("bob@example.org"));
        accept(item(1, ALICE), many);
        LeaseRequest request = new LeaseRequest(ANY, 20, 1000, NOON, NOON.plusSeconds(60));
        assertThat(now(store().lease(request))).hasSize(20);
        assertThat(now(store().lease(request))).hasSize(20);
        assertThat(now(store().lease(request))).hasSize(10);
    }

    private List<Lease> lease(Instant time) {
        return now(store().lease(new LeaseRequest(ANY, 100, 100, time, time.plusSeconds(60))));
    }

    private void defer(Lease lease, Instant next) {
        AttemptResult result = result(lease, deferred(Scope.RECIPIENT), NOON);
        settle(new Settlement.Deferred(result, ((Outcome.Deferred) result.outcome()).cause(), next));
    }

    private void settle(Settlement... settlements) {
        now(store().settle(List.of(settlements), NOON));
    }

    private static List<EmailAddress> addresses(String... addresses) {
        List<EmailAddress> list = new ArrayList<>();
        for (String address : addresses) {
            list.add(EmailAddress.of(address));
        }
        return list;
    }

    private static <T> T now(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
