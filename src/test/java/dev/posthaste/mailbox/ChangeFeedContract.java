package dev.posthaste.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Uuid7;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link ChangeFeed} does. */
public interface ChangeFeedContract {

    /** Where changes are published. */
    ChangeFeed speaker();

    /** Where they are listened to; another process if the feed reaches so far. */
    ChangeFeed hearer();

    @Test
    default void a_listener_hears_each_change_of_its_account_once_and_in_order() {
        Ear ear = new Ear();
        List<FolderChange> said =
                LongStream.rangeClosed(1, 200).mapToObj(ear::change).toList();
        try (ChangeFeed.Subscription listening = hearer().listen(ear.account, ear)) {
            said.forEach(speaker()::publish);

            assertThat(said).allSatisfy(change -> assertThat(ear.next()).isEqualTo(change));
            speaker().publish(ear.change(201));
            assertThat(ear.next().modSeq()).isEqualTo(201);
        }
    }

    @Test
    default void a_listener_hears_nothing_of_other_accounts() {
        Ear ear = new Ear();
        Ear other = new Ear();
        try (ChangeFeed.Subscription listening = hearer().listen(ear.account, ear)) {
            speaker().publish(other.change(1));
            speaker().publish(ear.change(2));

            assertThat(ear.next()).isEqualTo(ear.change(2));
        }
    }

    @Test
    default void every_listener_of_an_account_is_told_even_if_one_fails() {
        Ear ear = new Ear();
        Ear second = new Ear();
        try (ChangeFeed.Subscription one = hearer().listen(ear.account, ear);
                ChangeFeed.Subscription bad = hearer().listen(ear.account, change -> {
                    throw new IllegalStateException("a listener of a test fails");
                });
                ChangeFeed.Subscription two = hearer().listen(ear.account, second)) {
            speaker().publish(ear.change(7));

            assertThat(ear.next()).isEqualTo(ear.change(7));
            assertThat(second.next()).isEqualTo(ear.change(7));
        }
    }

    @Test
    default void who_has_stopped_listening_hears_nothing_more() {
        Ear ear = new Ear();
        Ear stays = new Ear();
        ChangeFeed.Subscription leaves = hearer().listen(ear.account, ear);
        try (ChangeFeed.Subscription listening = hearer().listen(ear.account, stays)) {
            speaker().publish(ear.change(1));
            assertThat(ear.next()).isEqualTo(ear.change(1));
            leaves.close();
            leaves.close();
            speaker().publish(ear.change(2));

            assertThat(stays.next()).isEqualTo(ear.change(1));
            assertThat(stays.next()).isEqualTo(ear.change(2));
            assertThat(ear.isEmpty()).isTrue();
        }
    }

    @Test
    default void one_listener_may_listen_twice_and_stop_once() {
        Ear ear = new Ear();
        ChangeFeed.Subscription first = hearer().listen(ear.account, ear);
        try (ChangeFeed.Subscription second = hearer().listen(ear.account, ear)) {
            first.close();
            speaker().publish(ear.change(1));
            speaker().publish(ear.change(2));

            assertThat(ear.next()).isEqualTo(ear.change(1));
            assertThat(ear.next()).isEqualTo(ear.change(2));
        }
    }

    /** Listens to an account of its own, and keeps apart the news that something may have been missed. */
    final class Ear implements java.util.function.Consumer<FolderChange> {

        private static final Uuid7 IDS = new Uuid7(InstantSource.system());

        /** The account. */
        public final AccountId account = new AccountId(IDS.next());

        private final FolderId folder = new FolderId(IDS.next());
        private final BlockingQueue<FolderChange> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<FolderChange> missed = new LinkedBlockingQueue<>();

        /** A change of a folder of the account. */
        public FolderChange change(long modSeq) {
            return new FolderChange(account, folder, modSeq);
        }

        @Override
        public void accept(FolderChange change) {
            boolean poke = change.concerns(new FolderId(IDS.next()));
            (poke ? missed : heard).add(change);
        }

        /** The next change, waited for. */
        public FolderChange next() {
            return next(heard);
        }

        /** Waits until it is told that it may have missed something. */
        public FolderChange nextMissed() {
            return next(missed);
        }

        /** Whether no change waits to be read. */
        public boolean isEmpty() {
            return heard.isEmpty();
        }

        private static FolderChange next(BlockingQueue<FolderChange> queue) {
            try {
                FolderChange change = queue.poll(30, TimeUnit.SECONDS);
                assertThat(change).as("a change").isNotNull();
                return change;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
