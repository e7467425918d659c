package dev.posthaste.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.Uuid7;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalChangeFeedTest implements ChangeFeedContract {

    private final LocalChangeFeed feed = new LocalChangeFeed();

    @Override
    public ChangeFeed speaker() {
        return feed;
    }

    @Override
    public ChangeFeed hearer() {
        return feed;
    }

    @Test
    void an_account_without_listeners_leaves_nothing_behind() {
        Ear ear = new Ear();
        List<CompletableFuture<Void>> sessions = IntStream.range(0, 8)
                .mapToObj(thread -> CompletableFuture.runAsync(() -> comeAndGo(ear)))
                .toList();
        sessions.forEach(CompletableFuture::join);

        assertThat(feed.accounts()).isZero();
    }

    @Test
    void a_listener_may_stop_listening_while_it_is_told() {
        Ear ear = new Ear();
        List<FolderChange> heard = new ArrayList<>();
        List<ChangeFeed.Subscription> mine = new ArrayList<>();
        mine.add(feed.listen(ear.account, change -> {
            heard.add(change);
            mine.get(0).close();
        }));

        feed.publish(ear.change(1));
        feed.publish(ear.change(2));

        assertThat(heard).containsExactly(ear.change(1));
        assertThat(feed.accounts()).isZero();
    }

    @Test
    void missed_news_concern_every_folder_and_reach_every_listener() {
        Ear ear = new Ear();
        Ear other = new Ear();
        FolderId folder = new FolderId(new Uuid7(InstantSource.system()).next());
        try (ChangeFeed.Subscription one = feed.listen(ear.account, ear);
                ChangeFeed.Subscription two = feed.listen(other.account, other)) {
            feed.publishMissed();

            assertThat(ear.nextMissed().concerns(folder)).isTrue();
            assertThat(other.nextMissed().account()).isEqualTo(other.account);
            assertThat(ear.change(1).concerns(folder)).isFalse();
            assertThat(ear.change(1).concerns(ear.change(2).folder())).isTrue();
        }
    }

    @Test
    void missed_news_in_portions_reach_every_account_once() {
        int portions = 7;
        Map<AccountId, Integer> heard = new HashMap<>();
        Uuid7 ids = new Uuid7(InstantSource.system());
        for (int i = 0; i < 100; i++) {
            feed.listen(new AccountId(ids.next()), change -> heard.merge(change.account(), 1, Integer::sum));
        }

        feed.publishMissed(0, portions);
        assertThat(heard).hasSizeBetween(1, 50);
        for (int portion = 1; portion < portions; portion++) {
            feed.publishMissed(portion, portions);
        }

        assertThat(heard)
                .hasSize(100)
                .allSatisfy((account, times) -> assertThat(times).isEqualTo(1));
    }

    private void comeAndGo(Ear ear) {
        for (int i = 0; i < 1000; i++) {
            ChangeFeed.Subscription listening = feed.listen(ear.account, ear);
            feed.publish(ear.change(i));
            listening.close();
        }
    }
}
