package dev.posthaste.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.blob.BlobHash;
import dev.posthaste.blob.StagedBlob;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Placement;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final byte POISON = 13;

    private final List<List<Acceptance>> groups = new ArrayList<>();
    private final List<UniEmitter<? super Ledger.Outcome>> pending = new ArrayList<>();
    private Placement placement = Placement.ONE_NODE;
    private GroupCommit commits = new GroupCommit(new HeldLedger());
    private final List<String> answers = new ArrayList<>();

    private boolean broken;

    @Test
    void a_lone_message_is_written_at_once() {
        accept(1);
        assertThat(sizes()).containsExactly(1);
        complete(0);
        assertThat(answers).containsExactly("1: written");
    }

    @Test
    void what_comes_while_a_commit_is_written_goes_into_the_next_one_together() {
        accept(1);
        accept(2);
        accept(3);
        accept(4);
        assertThat(sizes()).containsExactly(1);
        complete(0);
        assertThat(sizes()).containsExactly(1, 3);
        assertThat(answers).containsExactly("1: written");
        complete(1);
        assertThat(answers).containsExactly("1: written", "2: written", "3: written", "4: written");
    }

    @Test
    void each_node_has_a_group_of_its_own_under_way_and_what_is_for_several_another() {
        placement = new TwoNodes();
        commits = new GroupCommit(new HeldLedger());

        for (int i = 1; i <= 2; i++) {
            accept(to(new AccountId(new UUID(0, 2))), i);
            accept(to(new AccountId(new UUID(0, 3))), i);
            accept(to(new AccountId(new UUID(0, 2)), new AccountId(new UUID(0, 3))), i);
        }
        assertThat(sizes()).containsExactly(1, 1, 1);
        assertThat(groups.stream().map(group -> nodes(group.getFirst())))
                .containsExactly(List.of(0), List.of(1), List.of(0, 1));

        complete(1);
        assertThat(sizes()).containsExactly(1, 1, 1, 1);
        assertThat(nodes(groups.getLast().getFirst())).containsExactly(1);
        assertThat(answers).containsExactly("1: written");
    }

    private List<Integer> nodes(Acceptance acceptance) {
        return acceptance.deliveries().stream()
                .map(delivery -> placement.node(delivery.account().id()))
                .toList();
    }

    private static Acceptance to(AccountId... accounts) {
        StagedBlob blob = new StagedBlob.Inline(new BlobHash(1, 2, 3, 4), new byte[1]);
        Acceptance.Contents contents = new Acceptance.Contents(new byte[0], "", "", Acceptance.Completeness.WHOLE);
        return new Acceptance(
                new EmailId(new UUID(1, 1)),
                Instant.EPOCH,
                blob,
                contents,
                new byte[0],
                Arrays.stream(accounts).map(GroupCommitTest::delivery).toList(),
                Optional.empty());
    }

    /** Accounts and buckets with even numbers on the first, the others on the second. */
    private static final class TwoNodes implements Placement {
        @Override
        public int nodes() {
            return 2;
        }

        @Override
        public int node(AccountId account) {
            return (int) (account.value().getLeastSignificantBits() & 1);
        }

        @Override
        public int node(int bucket) {
            return bucket & 1;
        }
    }

    @Test
    void a_group_has_at_most_so_many_messages() {
        IntStream.range(0, 1 + GroupCommit.MAX_MESSAGES + 5).forEach(i -> accept(1));
        complete(0);
        complete(1);
        complete(2);
        assertThat(sizes()).containsExactly(1, GroupCommit.MAX_MESSAGES, 5);
    }

    @Test
    void a_group_has_at_most_so_many_octets_but_always_one_message() {
        accept(1);
        accept(1, (int) GroupCommit.MAX_OCTETS + 1);
        accept(1, (int) GroupCommit.MAX_OCTETS);
        accept(1, 1);
        complete(0);
        complete(1);
        complete(2);
        complete(3);
        assertThat(sizes()).containsExactly(1, 1, 1, 1);
    }

    @Test
    void a_poisoned_message_fails_alone() {
        accept(1);
        accept(2);
        accept(POISON);
        accept(3);
        complete(0);
        pending.get(1).fail(new LedgerRefusedException(new IllegalStateException("bad")));
        complete(2);
        pending.get(3).fail(new LedgerRefusedException(new IllegalStateException("bad")));
        complete(4);
        assertThat(sizes()).containsExactly(1, 3, 1, 1, 1);
        assertThat(answers).containsExactly("1: written", "2: written", POISON + ": failed", "3: written");
    }

    @Test
    void an_account_without_room_refuses_its_own_messages_alone_and_the_others_stay_together() {
        accept(1);
        accept(2, account(7));
        accept(3, account(8));
        accept(4, account(7));
        accept(5, account(9));
        complete(0);
        pending.get(1).complete(new Ledger.Outcome.OverQuota(List.of(account(7))));
        pending.get(2).complete(new Ledger.Outcome.OverQuota(List.of(account(7))));
        complete(3);
        complete(4);
        assertThat(sizes()).containsExactly(1, 4, 1, 1, 2);
        assertThat(answers).containsExactly("1: written", "2: refused", "4: written", "3: written", "5: written");
    }

    @Test
    void a_ledger_that_names_accounts_that_nothing_was_for_keeps_nobody_waiting() {
        accept(1);
        accept(2);
        accept(3);
        complete(0);
        pending.get(1).complete(new Ledger.Outcome.OverQuota(List.of(account(7))));
        pending.get(2).complete(new Ledger.Outcome.OverQuota(List.of(account(7))));
        complete(3);
        assertThat(sizes()).containsExactly(1, 2, 1, 1);
        assertThat(answers).containsExactly("1: written", "2: refused", "3: written");
    }

    @Test
    void a_database_that_says_nothing_holds_nobody_up_for_ever() throws Exception {
        GroupCommit impatient = new GroupCommit(new HeldLedger(), Duration.ofMillis(1));
        CompletableFuture<Ledger.Outcome> silent =
                impatient.write(acceptance(1, 10, List.of())).subscribeAsCompletionStage();
        assertThat(silent).failsWithin(Duration.ofSeconds(30));
        CompletableFuture<Ledger.Outcome> next =
                impatient.write(acceptance(2, 10, List.of())).subscribeAsCompletionStage();
        assertThat(next).failsWithin(Duration.ofSeconds(30));
        assertThat(sizes()).containsExactly(1, 1);
    }

    @Test
    void after_a_lost_connection_nothing_is_written_again_since_it_may_have_been_written() {
        accept(1);
        accept(2);
        accept(3);
        complete(0);
        pending.get(1).fail(new IllegalStateException("connection lost"));
        assertThat(sizes()).containsExactly(1, 2);
        assertThat(answers).containsExactly("1: written", "2: failed", "3: failed");
        accept(4);
        assertThat(sizes()).containsExactly(1, 2, 1);
    }

    @Test
    void a_ledger_that_fails_by_a_bug_holds_nobody_up() {
        broken = true;
        accept(1);
        assertThat(answers).containsExactly("1: failed");

        broken = false;
        accept(2);
        complete(0);
        assertThat(answers).containsExactly("1: failed", "2: written");
    }

    @Test
    void when_too_much_waits_clients_are_asked_to_come_again() {
        accept(1);
        int half = (int) (GroupCommit.MAX_WAITING_OCTETS / 2);
        accept(2, half);
        accept(3, half);
        accept(4, half);
        assertThat(answers).containsExactly("4: failed");
    }

    private void accept(int mark) {
        accept(mark, 10);
    }

    private static AccountId account(int number) {
        return new AccountId(new UUID(1, number));
    }

    private void accept(int mark, AccountId account) {
        accept(acceptance(mark, 10, List.of(account)), mark);
    }

    private void accept(int mark, int octets) {
        accept(acceptance(mark, octets, List.of()), mark);
    }

    private static Acceptance acceptance(int mark, int octets, List<AccountId> accounts) {
        byte[] bytes = new byte[octets];
        bytes[0] = (byte) mark;
        StagedBlob blob = new StagedBlob.Inline(BlobHash.of(new byte[BlobHash.OCTETS]), bytes);
        return new Acceptance(
                new EmailId(new UUID(0, mark)),
                Instant.EPOCH,
                blob,
                new Acceptance.Contents(new byte[0], "", "", Acceptance.Completeness.WHOLE),
                new byte[0],
                accounts.stream().map(GroupCommitTest::delivery).toList(),
                Optional.empty());
    }

    private static Acceptance.Delivery delivery(AccountId account) {
        FolderId inbox = new FolderId(account.value());
        AccountRef to = new AccountRef(new TenantId(new UUID(3, 3)), account, EmailAddress.of("a@a.test"), inbox);
        return new Acceptance.Delivery(to, inbox, 0, Instant.EPOCH, new StoredMessageId(account.value()), new byte[0]);
    }

    private void accept(Acceptance acceptance, int mark) {
        commits.write(acceptance)
                .subscribe()
                .with(outcome -> answers.add(mark + ": " + word(outcome)), failure -> answers.add(mark + ": failed"));
    }

    private static String word(Ledger.Outcome outcome) {
        return outcome instanceof Ledger.Outcome.Written ? "written" : "refused";
    }

    private List<Integer> sizes() {
        return groups.stream().map(List::size).toList();
    }

    private void complete(int group) {
        List<List<Ledger.Placed>> placed =
                groups.get(group).stream().map(one -> List.<Ledger.Placed>of()).toList();
        pending.get(group).complete(new Ledger.Outcome.Written(placed));
    }

    /** Writes when it is told to. */
    private final class HeldLedger implements Ledger {
        @Override
        public Placement placement() {
            return placement;
        }

        @Override
        public Uni<Outcome> write(List<Acceptance> group) {
            if (broken) {
                throw new IllegalStateException("a bug");
            }
            return Uni.createFrom().emitter(answer -> {
                groups.add(group);
                pending.add(answer);
            });
        }

        @Override
        public Uni<Optional<Earlier>> earlier(TenantId tenant, IdempotencyKey key) {
            return Uni.createFrom().item(Optional.empty());
        }

        @Override
        public Uni<Void> forgetKeys(Instant before) {
            return Uni.createFrom().voidItem();
        }
    }
}
