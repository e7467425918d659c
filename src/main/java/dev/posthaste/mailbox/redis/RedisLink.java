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
 * Two connections to Redis, one that listens to the channel and one that speaks (before RESP3 a connection that listens
 * cannot speak). They live and die together: a client of their own is closed with them, so that no broken connection
 * waits in a pool.
 */
final class RedisLink {

    /** Words on their way for which Redis has not answered yet. */
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
     * Connects and begins to listen.
     *
     * @param heard is called with each word of the channel
     * @param ended is called once if a connection breaks, and not for {@link #close}
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

    /** Says a word to the channel; fails at once if too many have not been answered. */
    Future<Void> say(String word) {
        if (unanswered.get() >= MAX_UNANSWERED) {
            return Future.failedFuture("Redis does not keep up");
        }
        unanswered.incrementAndGet();
        return speaking.send(Request.cmd(Command.PUBLISH).arg(channel).arg(word))
                .onComplete(answer -> unanswered.decrementAndGet())
                .mapEmpty();
    }

    /** Ends both connections. */
    void close() {
        watch.end();
        client.close();
    }

    private static Future<Void> listen(RedisConnection listening, String channel, Handler<String> heard) {
        listening.handler(push -> hear(push, heard));
        return listening.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).mapEmpty();
    }

    /** A push is {@code message}, the channel, and the word. */
    private static void hear(Response push, Handler<String> heard) {
        if (push.size() == 3 && "message".equals(push.get(0).toString())) {
            heard.handle(push.get(2).toString());
        }
    }

    /** Notices the first end of a connection. */
    private static final class Watch {

        private final Runnable ended;
        private final AtomicBoolean over = new AtomicBoolean();

        Watch(Runnable ended) {
            this.ended = ended;
        }

        RedisConnection over(RedisConnection connection) {
            return connection.exceptionHandler(failure -> broken()).endHandler(end -> broken());
        }

        /** The link, unless one of its connections broke while the other was being made. */
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
