package dev.posthaste.mailbox.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.ChangeFeedContract;
import dev.posthaste.mailbox.redis.RedisChangeFeed.Timing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedisChangeFeedTest implements ChangeFeedContract {

    private static final Vertx VERTX = Vertx.vertx();
    private static final RedisProcess REDIS = RedisProcess.start();
    private static final Timing QUICK = new Timing(Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofMillis(500));

    private final Relay speaksThrough = new Relay(VERTX, REDIS.port());
    private final Relay hearsThrough = new Relay(VERTX, REDIS.port());
    private final RedisChangeFeed speaker = connected(speaksThrough);
    private final RedisChangeFeed hearer = connected(hearsThrough);

    @AfterEach
    void disconnect() {
        speaker.close();
        hearer.close();
        speaksThrough.close();
        hearsThrough.close();
    }

    @AfterAll
    static void stop() {
        REDIS.close();
        VERTX.close();
    }

    @Override
    public ChangeFeed speaker() {
        return speaker;
    }

    @Override
    public ChangeFeed hearer() {
        return hearer;
    }

    @Test
    void who_publishes_hears_its_own_changes_at_once_and_only_once() {
        Ear ear = new Ear();
        Ear elsewhere = new Ear();
        try (ChangeFeed.Subscription here = speaker.listen(ear.account, ear);
                ChangeFeed.Subscription there = hearer.listen(ear.account, elsewhere)) {
            speaker.publish(ear.change(1));
            assertThat(ear.isEmpty()).isFalse();
            assertThat(ear.next()).isEqualTo(ear.change(1));
            assertThat(elsewhere.next()).isEqualTo(ear.change(1));

            // Redis delivers in order: if the first change came back, it would arrive before this one
            hearer.publish(ear.change(2));
            assertThat(ear.next()).isEqualTo(ear.change(2));
        }
    }

    @Test
    void without_redis_the_feed_works_within_the_process() {
        speaksThrough.close();
        Ear ear = new Ear();
        try (ChangeFeed.Subscription here = speaker.listen(ear.account, ear)) {
            for (int modSeq = 1; modSeq <= 3000; modSeq++) {
                speaker.publish(ear.change(modSeq));
                assertThat(ear.next().modSeq()).isEqualTo(modSeq);
            }
        }
    }

    @Test
    void a_listener_whose_process_lost_redis_is_told_that_it_may_have_missed_something() {
        Ear ear = new Ear();
        try (ChangeFeed.Subscription there = hearer.listen(ear.account, ear)) {
            hearsThrough.cut();

            assertThat(ear.nextMissed().account()).isEqualTo(ear.account);
            speaker.publish(ear.change(1));
            assertThat(ear.next()).isEqualTo(ear.change(1));
        }
    }

    @Test
    void without_redis_a_listener_is_told_again_and_again_that_it_may_have_missed_something() {
        Ear ear = new Ear();
        try (ChangeFeed.Subscription there = hearer.listen(ear.account, ear)) {
            hearsThrough.close();

            for (int time = 0; time < 3; time++) {
                assertThat(ear.nextMissed().account()).isEqualTo(ear.account);
            }
        }
    }

    @Test
    void what_could_not_be_said_without_redis_is_said_as_missed_when_it_is_back() {
        Ear ear = new Ear();
        try (ChangeFeed.Subscription there = hearer.listen(ear.account, ear)) {
            speaksThrough.freeze();
            speaker.publish(ear.change(1));
            speaksThrough.close();
            speaksThrough.reopen();

            assertThat(ear.nextMissed().account()).isEqualTo(ear.account);
            speaker.publish(ear.change(2));
            assertThat(ear.next()).isEqualTo(ear.change(2));
        }
    }

    @Test
    void a_connection_that_is_dead_without_being_closed_is_noticed() {
        Ear ear = new Ear();
        try (ChangeFeed.Subscription there = hearer.listen(ear.account, ear)) {
            hearsThrough.freeze();

            assertThat(ear.nextMissed().account()).isEqualTo(ear.account);
            speaker.publish(ear.change(1));
            assertThat(ear.next()).isEqualTo(ear.change(1));
        }
    }

    @Test
    void a_feed_may_start_before_redis_does() {
        Relay late = new Relay(VERTX, REDIS.port());
        late.close();
        Ear ear = new Ear();
        try (RedisChangeFeed early = RedisChangeFeed.connect(VERTX, late.url(), QUICK, new Random(1));
                ChangeFeed.Subscription there = early.listen(ear.account, ear)) {
            late.reopen();

            join(early.connectedOnce());
            speaker.publish(ear.change(1));
            assertThat(ear.next()).isEqualTo(ear.change(1));
        } finally {
            late.close();
        }
    }

    @Test
    void more_changes_than_redis_takes_at_once_are_said_as_missed() {
        Ear ear = new Ear();
        try (ChangeFeed.Subscription there = hearer.listen(ear.account, ear)) {
            speaksThrough.freeze();
            for (int modSeq = 1; modSeq <= 3 * RedisLink.MAX_PENDING; modSeq++) {
                speaker.publish(ear.change(modSeq));
            }

            assertThat(ear.nextMissed().account()).isEqualTo(ear.account);
        }
    }

    private static RedisChangeFeed connected(Relay through) {
        RedisChangeFeed feed = RedisChangeFeed.connect(VERTX, through.url(), QUICK, new Random(1));
        join(feed.connectedOnce());
        return feed;
    }

    private static void join(Future<Void> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
