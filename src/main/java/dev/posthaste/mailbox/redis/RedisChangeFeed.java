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
 * The change feed between processes. Listeners of this process are notified immediately and without Redis. Changes of
 * other processes come over one channel that every process subscribes to: a message has a hundred octets, and
 * discarding one costs a map look-up, so that a channel per account would save little and would have to be
 * resubscribed, account by account, after each interruption.
 *
 * <p>Without Redis the feed works within the process, and every listener is periodically told that it may have missed
 * changes, a portion of the accounts at a time: changes of other processes are noticed late instead of immediately. The
 * feed reconnects forever, with increasing delays; after a reconnect every listener here is told once more that it may
 * have missed changes, and so are those elsewhere if a message could not be published. A connection whose heartbeat
 * does not come back counts as broken.
 *
 * <p>All connection state is confined to one context; publishing never waits for it.
 */
public final class RedisChangeFeed implements ChangeFeed, AutoCloseable {

    /** The channel of all processes that share a store. */
    static final String CHANNEL = "posthaste:mailbox:changes";

    private static final Logger LOG = Logger.getLogger(RedisChangeFeed.class);

    /**
     * Number of portions of the accounts; while Redis is unavailable one portion is notified at a time, all within a
     * heartbeat interval.
     */
    static final int PORTIONS = 20;

    /** Delays of reconnecting, and the heartbeat interval. */
    record Timing(Duration initialDelay, Duration maxDelay, Duration heartbeat) {
        static final Timing DEFAULT =
                new Timing(Duration.ofMillis(100), Duration.ofSeconds(15), Duration.ofSeconds(10));
    }

    /** Whether Redis is connected. */
    private sealed interface State {
        record Disconnected() implements State {}

        record Connected(RedisLink link) implements State {}
    }

    private final LocalChangeFeed local = new LocalChangeFeed();
    private final String origin = UUID.randomUUID().toString();
    private final Promise<Void> connectedOnce = Promise.promise();
    private final Vertx vertx;
    private final Context context;
    private final RedisOptions options;
    private final Timing timing;
    private final RandomGenerator jitter;
    private volatile boolean closed;

    // the following fields are confined to the context
    private State state = new State.Disconnected();
    private int attempts;
    private boolean lostMessages;
    private boolean heartbeatReceived;
    private int portion;

    private RedisChangeFeed(Vertx vertx, String url, Timing timing, RandomGenerator jitter) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = new RedisOptions().setConnectionString(url);
        this.timing = timing;
        this.jitter = jitter;
    }

    /**
     * Starts connecting to {@code redis://[user:password@]host:port/db}; until connected, the feed works within the
     * process.
     */
    public static RedisChangeFeed connect(Vertx vertx, String url, RandomGenerator jitter) {
        return connect(vertx, url, Timing.DEFAULT, jitter);
    }

    static RedisChangeFeed connect(Vertx vertx, String url, Timing timing, RandomGenerator jitter) {
        RedisChangeFeed feed = new RedisChangeFeed(vertx, url, timing, jitter);
        feed.onContext(feed::start);
        return feed;
    }

    @Override
    public void publish(FolderChange change) {
        local.publish(change);
        onContext(() -> send(new FeedMessage.Changed(origin, change)));
    }

    @Override
    public Subscription listen(AccountId account, Consumer<FolderChange> listener) {
        return local.listen(account, listener);
    }

    /** Disconnects permanently; listeners of this process are still notified of its own changes. */
    @Override
    public void close() {
        closed = true;
        onContext(this::disconnect);
    }

    /** Succeeds on the first successful connection. */
    Future<Void> connectedOnce() {
        return connectedOnce.future();
    }

    private void start() {
        vertx.setPeriodic(Math.max(1, timing.heartbeat().toMillis() / PORTIONS), this::tick);
        open();
    }

    private void open() {
        if (!closed) {
            RedisLink.open(
                            vertx,
                            options,
                            CHANNEL,
                            text -> onContext(() -> receive(text)),
                            () -> onContext(this::disconnect))
                    .onSuccess(fresh -> onContext(() -> connected(fresh)))
                    .onFailure(failure -> onContext(() -> refused(failure)));
        }
    }

    private void connected(RedisLink fresh) {
        state = new State.Connected(fresh);
        attempts = 0;
        heartbeatReceived = true;
        local.publishMissed();
        if (lostMessages) {
            lostMessages = false;
            send(new FeedMessage.Missed(origin));
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
        if (state instanceof State.Connected(RedisLink broken)) {
            state = new State.Disconnected();
            broken.close();
            openLater();
        }
    }

    private void openLater() {
        if (!closed) {
            long ceiling = timing.initialDelay().toMillis() << Math.min(attempts, 20);
            long wait = Math.min(timing.maxDelay().toMillis(), ceiling);
            attempts++;
            vertx.setTimer(wait / 2 + jitter.nextLong(wait / 2 + 1) + 1, again -> open());
        }
    }

    private void send(FeedMessage message) {
        Future<Void> sent =
                switch (state) {
                    case State.Connected(RedisLink link) -> link.publish(message.toString());
                    case State.Disconnected disconnected -> Future.failedFuture("Redis is not connected");
                };
        sent.onFailure(lost -> lostMessages = true);
    }

    private void receive(String text) {
        FeedMessage.parse(text).ifPresent(message -> {
            if (message.origin().equals(origin)) {
                heartbeatReceived = true;
            } else {
                forward(message);
            }
        });
    }

    private void forward(FeedMessage message) {
        switch (message) {
            case FeedMessage.Changed(String other, FolderChange change) -> local.publish(change);
            case FeedMessage.Missed missed -> local.publishMissed();
            case FeedMessage.Alive heartbeat -> LOG.trace(heartbeat);
        }
    }

    private void tick(long timer) {
        if (closed) {
            vertx.cancelTimer(timer);
            return;
        }
        portion = (portion + 1) % PORTIONS;
        if (state instanceof State.Disconnected) {
            local.publishMissed(portion, PORTIONS);
        } else if (portion == 0) {
            checkHeartbeat();
        }
    }

    private void checkHeartbeat() {
        if (heartbeatReceived) {
            heartbeatReceived = false;
            sendMissed();
            send(new FeedMessage.Alive(origin));
        } else {
            disconnect();
        }
    }

    /** Publishes that messages were lost although the connection held, because too many were pending. */
    private void sendMissed() {
        if (lostMessages && state instanceof State.Connected) {
            lostMessages = false;
            send(new FeedMessage.Missed(origin));
        }
    }

    private void onContext(Runnable work) {
        context.runOnContext(now -> work.run());
    }
}
