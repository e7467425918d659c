package dev.posthaste.intake.postgres;

import static dev.posthaste.intake.postgres.DoorWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.TestDatabase;
import dev.posthaste.account.AccountRef;
import dev.posthaste.id.FolderId;
import dev.posthaste.intake.Ledger;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Storage;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * A quota holds whoever comes at once: SMTP, APPEND and the API all come by the door, COPY by the mailbox. What is removed
 * is given back, and never more than that.
 */
class QuotaRaceTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final String CONTENT = "0123456789";

    private final DoorWorld world = new DoorWorld(DATABASE);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void deliveries_at_once_never_go_beyond_the_octets() {
        AccountRef account = world.account(5 * CONTENT.length() + 9, 1000);

        List<Ledger.Outcome> outcomes = deliverAtOnce(account, 20);

        assertThat(outcomes)
                .filteredOn(Ledger.Outcome.Written.class::isInstance)
                .hasSize(5);
        assertThat(outcomes)
                .filteredOn(new Ledger.Outcome.OverQuota(List.of(account.id()))::equals)
                .hasSize(15);
        assertUsed(account, 5);
    }

    @Test
    void deliveries_at_once_never_go_beyond_the_number_of_messages() {
        AccountRef account = world.account(1 << 20, 7);

        assertThat(deliverAtOnce(account, 20))
                .filteredOn(Ledger.Outcome.Written.class::isInstance)
                .hasSize(7);
        assertUsed(account, 7);
    }

    @Test
    void copies_and_deliveries_at_once_share_one_quota() {
        AccountRef account = world.account(1 << 20, 10);
        FolderId archive = world.folder(account, "Archive");
        written(account);
        written(account);
        Stream<Uni<Object>> deliveries = Stream.generate(
                        () -> world.deliver(CONTENT, account).<Object>map(outcome -> outcome))
                .limit(10);
        Stream<Uni<Object>> copies = Stream.generate(() -> world.messages
                        .copy(account.id(), account.inbox(), new long[] {1, 2}, archive)
                        .<Object>map(outcome -> outcome))
                .limit(10);

        List<Object> outcomes =
                done(Uni.join().all(Stream.concat(deliveries, copies).toList()).andFailFast());

        long copied = outcomes.stream().filter(Transfer.Done.class::isInstance).count();
        long delivered = outcomes.stream()
                .filter(Ledger.Outcome.Written.class::isInstance)
                .count();
        assertThat(2 + 2 * copied + delivered).isEqualTo(10);
        assertUsed(account, 10);
    }

    @Test
    void whatever_comes_and_goes_at_once_the_usage_is_what_is_there_and_never_negative() {
        AccountRef account = world.account(30L * CONTENT.length(), 25);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<?>[] workers = IntStream.range(0, 6)
                    .mapToObj(n -> CompletableFuture.runAsync(() -> work(account, new Random(n)), threads))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(workers).join();
        }
        assertUsed(
                account,
                world.number(
                        "select count(*) from message where account_id = $1",
                        account.id().value()));
    }

    @Test
    void two_sessions_that_remove_the_same_messages_give_them_back_once() {
        AccountRef account = world.account(1 << 20, 4);
        IntStream.range(0, 4).forEach(n -> written(account));
        long[] all = {1, 2, 3, 4};

        done(Uni.join()
                .all(Stream.generate(() -> world.messages.delete(account.id(), account.inbox(), all))
                        .limit(10)
                        .toList())
                .andFailFast());

        assertUsed(account, 0);
        assertThat(deliverAtOnce(account, 6))
                .filteredOn(Ledger.Outcome.Written.class::isInstance)
                .hasSize(4);
    }

    @Test
    void an_account_that_is_made_again_begins_with_an_empty_quota() {
        AccountRef account = world.account(1 << 20, 2);
        written(account);
        written(account);

        world.execute("select delete_mailbox($1)", account.id().value());
        assertThat(done(world.deliver(CONTENT, account))).isEqualTo(new Ledger.Outcome.Gone());
        world.execute(
                "select create_mailbox($1, $2, $3, 1000, 2, 5000)",
                account.id().value(),
                world.tenant.value(),
                account.inbox().value());

        assertUsed(account, 0);
        written(account);
    }

    private void work(AccountRef account, Random random) {
        FolderId archive = world.folder(account, "Archive");
        for (int i = 0; i < 60; i++) {
            FolderId from = random.nextBoolean() ? account.inbox() : archive;
            long[] uids = some(account, from, random);
            switch (random.nextInt(5)) {
                case 0, 1 -> done(world.deliver(CONTENT, account));
                case 2 -> done(world.messages.copy(account.id(), from, uids, archive));
                case 3 -> done(world.messages.move(account.id(), from, uids, archive));
                default -> done(world.messages.delete(account.id(), from, uids));
            }
            assertThat(world.number("""
                    select count(*) from mailbox where account_id = $1 and (used_octets > quota_octets
                        or used_messages > quota_messages or used_octets < 0 or used_messages < 0)""", account.id().value())).isZero();
        }
    }

    private long[] some(AccountRef account, FolderId folder, Random random) {
        long[] all = done(world.messages.open(account.id(), folder, Access.READ_ONLY))
                .orElseThrow()
                .uids();
        return Arrays.copyOf(all, Math.min(all.length, random.nextInt(8)));
    }

    private List<Ledger.Outcome> deliverAtOnce(AccountRef account, int times) {
        return done(Uni.join()
                .all(Stream.generate(() -> world.deliver(CONTENT, account))
                        .limit(times)
                        .toList())
                .andFailFast());
    }

    private void written(AccountRef account) {
        assertThat(done(world.deliver(CONTENT, account))).isInstanceOf(Ledger.Outcome.Written.class);
    }

    private void assertUsed(AccountRef account, long messages) {
        Storage storage = done(world.messages.storage(account.id()));
        assertThat(storage.usedMessages()).isEqualTo(messages);
        assertThat(storage.usedOctets()).isEqualTo(messages * CONTENT.length());
    }
}
