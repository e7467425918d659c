package dev.posthaste.mailbox.redis;

import dev.posthaste.id.AccountId;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderChange;
import dev.posthaste.mailbox.LocalChangeFeed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The feed between processes. Listeners of this process are told at once and without Redis; what other processes say
 * comes over one channel, of which every process hears everything: a word is a hundred octets, and finding out that
 * nobody here listens to the account is one look into a map, so that a channel for each account would save little and
 * would have to be subscribed to again, account by account, after each break.
 *
 * <p>Without Redis the feed works within the process, and every listener is told now and then that it may have missed
 * something, a portion of the accounts at a time: what other processes change is learned slowly instead of at once. It connects again for ever, waiting longer
 * each time; then every listener here is told once more, and so are those elsewhere if something could not be said. A
 * connection on which its own sign of life does not come back is taken for broken.
 *
 * <p>Whatever concerns the connection happens on one context; publishing never waits for it.
 */
public final class RedisChangeFeed implements ChangeFeed, AutoCloseable {

    /** The channel of all processes that share a store. */
    static final String CHANNEL = "posthaste:mailbox:changes";

    private static final Logger LOG = Logger.getLogger(RedisChangeFeed.class);

    /** So many times in a sign of life a portion of the accounts is told while Redis is away. */
    static final int PORTIONS = 20;

    /** When something is tried again. */
    record Pace(Duration firstWait, Duration longestWait, Duration signOfLife) {
        static final Pace USUAL = new Pace(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofSeconds(10));
    }

    /** Whether Redis can be reached. */
    private sealed interface Reach {
        record Away() implements Reach {}

        record There(RedisLink link) implements Reach {}
    }

    private final LocalChangeFeed local = new LocalChangeFeed();
    private final String origin = UUID.randomUUID().toString();
    private final Promise<Void> connectedOnce = Promise.promise();
    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final Pace pace;
    private final RandomGenerator jitter;
    private volatile boolean closed;

    // what follows is touched on the context alone
    private Reach reach = new Reach.Away();
    private int attempts;
    private boolean unsaid;
    private boolean alive;
    private int portion;

    private RedisChangeFeed(Vertx vertx, String url, Pace pace, RandomGenerator jitter) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = new RedisOptions().setConnectionString(url);
        this.pace = pace;
        this.jitter = jitter;
    }

    /** Begins to connect to {@code redis://[user:password@]host:port/db}, and works within the process until then. */
    public static RedisChangeFeed connect(Vertx vertx, String url, RandomGenerator jitter) {
        return connect(vertx, url, Pace.USUAL, jitter);
    }

    static RedisChangeFeed connect(Vertx vertx, String url, Pace pace, RandomGenerator jitter) {
        RedisChangeFeed feed = new RedisChangeFeed(vertx, url, pace, jitter);
        feed.here(feed::begin);
        return feed;
    }

    @Override
    public void publish(FolderChange change) {
        local.publish(change);
        here(() -> say(new FeedMessage.Changed(origin, change)));
    }

    @Override
    public Subscription listen(AccountId account, Consumer<FolderChange> listener) {
        return local.listen(account, listener);
    }

    /** Disconnects for good; listeners of this process are still told of its own changes. */
    @Override
    public void close() {
        closed = true;
        here(this::disconnect);
    }

    /** Succeeds when Redis was reached for the first time. */
    Future<Void> connectedOnce() {
        return connectedOnce.future();
    }

    private void begin() {
        vertx.setPeriodic(Math.max(1, pace.signOfLife().toMillis() / PORTIONS), this::tick);
        open();
    }

    private void open() {
        if (!closed) {
            RedisLink.open(vertx, options, CHANNEL, word -> here(() -> hear(word)), () -> here(this::disconnect))
                    .onSuccess(fresh -> here(() -> connected(fresh)))
                    .onFailure(failure -> here(() -> refused(failure)));
        }
    }

    private void connected(RedisLink fresh) {
        reach = new Reach.There(fresh);
        attempts = 0;
        alive = true;
        local.publishMissed();
        if (unsaid) {
            unsaid = false;
            say(new FeedMessage.Missed(origin));
        }
        connectedOnce.tryComplete();
        if (closed) {
            disconnect();
        }
    }

    private void refused(Throwable failure) {
        LOG.log(attempts == 0 ? Logger.Level.WARN : Logger.Level.DEBUG, "Redis cannot be reached", failure);
        openLater();
    }

    private void disconnect() {
        if (reach instanceof Reach.There(RedisLink broken)) {
            reach = new Reach.Away();
            broken.close();
            openLater();
        }
    }

    private void openLater() {
        if (!closed) {
            long ceiling = pace.firstWait().toMillis() << Math.min(attempts, 20);
            long wait = Math.min(pace.longestWait().toMillis(), ceiling);
            attempts++;
            vertx.setTimer(wait / 2 + jitter.nextLong(wait / 2 + 1) + 1, again -> open());
        }
    }

    private void say(FeedMessage message) {
        Future<Void> said =
                switch (reach) {
                    case Reach.There(RedisLink link) -> link.say(message.toString());
                    case Reach.Away away -> Future.failedFuture("Redis is not there");
                };
        said.onFailure(lost -> unsaid = true);
    }

    private void hear(String word) {
        FeedMessage.parse(word).ifPresent(message -> {
            if (message.origin().equals(origin)) {
                alive = true;
            } else {
                pass(message);
            }
        });
    }

    private void pass(FeedMessage message) {
        switch (message) {
            case FeedMessage.Changed(String other, FolderChange change) -> local.publish(change);
            case FeedMessage.Missed missed -> local.publishMissed();
            case FeedMessage.Alive sign -> LOG.trace(sign);
        }
    }

    private void tick(long timer) {
        if (closed) {
            vertx.cancelTimer(timer);
            return;
        }
        portion = (portion + 1) % PORTIONS;
        if (reach instanceof Reach.Away) {
            local.publishMissed(portion, PORTIONS);
        } else if (portion == 0) {
            checkLife();
        }
    }

    private void checkLife() {
        if (alive) {
            alive = false;
            sayWhatWasLost();
            say(new FeedMessage.Alive(origin));
        } else {
            disconnect();
        }
    }

    /** Words were lost although the link held: too many at once. */
    private void sayWhatWasLost() {
        if (unsaid && reach instanceof Reach.There) {
            unsaid = false;
            say(new FeedMessage.Missed(origin));
        }
    }

    private void here(Runnable work) {
        context.runOnContext(now -> work.run());
    }
}
