package dev.posthaste.mailbox.redis;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two connections to Redis, one that subscribes and one that publishes (before RESP3 a subscribed connection cannot
 * publish). They share a client and are closed together, so that no broken connection stays in a pool.
 */
final class RedisLink {

    /** Maximum number of published messages without a reply from Redis. */
    static final int MAX_UNANSWERED = 1024;

    private final Redis client;
    private final Watch watch;
    private final String channel;
    private final RedisConnection speaking;
    private final AtomicInteger unanswered = new AtomicInteger();

    private RedisLink(Redis client, Watch watch, String channel, RedisConnection speaking) {
        this.client = client;
        this.watch = watch;
        this.channel = channel;
        this.speaking = speaking;
    }

    /**
     * Connects and subscribes.
     *
     * @param heard called with each message of the channel
     * @param ended called once if a connection breaks, but not after {@link #close}
     */
    static Future<RedisLink> open(
            Vertx vertx, RedisOptions options, String channel, Handler<String> heard, Runnable ended) {
        Redis client = Redis.createClient(vertx, options);
        Watch watch = new Watch(ended);
        return client.connect()
                .flatMap(listening -> listen(watch.over(listening), channel, heard))
                .flatMap(listening -> client.connect())
                .flatMap(speaking -> watch.standing(new RedisLink(client, watch, channel, watch.over(speaking))))
                .onFailure(failure -> client.close());
    }

    /** Publishes a message; fails immediately if too many are pending. */
    Future<Void> say(String word) {
        if (unanswered.get() >= MAX_UNANSWERED) {
            return Future.failedFuture("Redis does not keep up");
        }
        unanswered.incrementAndGet();
        return speaking.send(Request.cmd(Command.PUBLISH).arg(channel).arg(word))
                .onComplete(answer -> unanswered.decrementAndGet())
                .mapEmpty();
    }

    /** Closes both connections. */
    void close() {
        watch.end();
        client.close();
    }

    private static Future<Void> listen(RedisConnection listening, String channel, Handler<String> heard) {
        listening.handler(push -> hear(push, heard));
        return listening.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).mapEmpty();
    }

    /** Handles a push, which consists of {@code message}, the channel and the payload. */
    private static void hear(Response push, Handler<String> heard) {
        if (push.size() == 3 && "message".equals(push.get(0).toString())) {
            heard.handle(push.get(2).toString());
        }
    }

    /** Detects the first failure of a connection. */
    private static final class Watch {

        private final Runnable ended;
        private final AtomicBoolean over = new AtomicBoolean();

        Watch(Runnable ended) {
            this.ended = ended;
        }

        RedisConnection over(RedisConnection connection) {
            return connection.exceptionHandler(failure -> broken()).endHandler(end -> broken());
        }

        /** Returns the link, unless one of its connections broke while the other was being opened. */
        Future<RedisLink> standing(RedisLink link) {
            return over.get() ? Future.failedFuture("Redis closed the connection") : Future.succeededFuture(link);
        }

        void end() {
            over.set(true);
        }

        private void broken() {
            if (!over.getAndSet(true)) {
                ended.run();
            }
        }
    }
}
