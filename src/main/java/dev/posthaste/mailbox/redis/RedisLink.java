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
    static final int MAX_PENDING = 1024;

    private final Redis client;
    private final Watch watch;
    private final String channel;
    private final RedisConnection publisher;
    private final AtomicInteger pending = new AtomicInteger();

    private RedisLink(Redis client, Watch watch, String channel, RedisConnection publisher) {
        this.client = client;
        this.watch = watch;
        this.channel = channel;
        this.publisher = publisher;
    }

    /**
     * Connects and subscribes.
     *
     * @param receiver called with each message of the channel
     * @param ended called once if a connection breaks, but not after {@link #close}
     */
    static Future<RedisLink> open(
            Vertx vertx, RedisOptions options, String channel, Handler<String> receiver, Runnable ended) {
        Redis client = Redis.createClient(vertx, options);
        Watch watch = new Watch(ended);
        return client.connect()
                .flatMap(subscriber -> subscribe(watch.over(subscriber), channel, receiver))
                .flatMap(subscriber -> client.connect())
                .flatMap(publisher -> watch.checked(new RedisLink(client, watch, channel, watch.over(publisher))))
                .onFailure(failure -> client.close());
    }

    /** Publishes a message; fails immediately if too many are pending. */
    Future<Void> publish(String message) {
        if (pending.get() >= MAX_PENDING) {
            return Future.failedFuture("Redis does not keep up");
        }
        pending.incrementAndGet();
        return publisher
                .send(Request.cmd(Command.PUBLISH).arg(channel).arg(message))
                .onComplete(answer -> pending.decrementAndGet())
                .mapEmpty();
    }

    /** Closes both connections. */
    void close() {
        watch.end();
        client.close();
    }

    private static Future<Void> subscribe(RedisConnection subscriber, String channel, Handler<String> receiver) {
        subscriber.handler(push -> receive(push, receiver));
        return subscriber.send(Request.cmd(Command.SUBSCRIBE).arg(channel)).mapEmpty();
    }

    /** Handles a push, which consists of {@code message}, the channel and the payload. */
    private static void receive(Response push, Handler<String> receiver) {
        if (push.size() == 3 && "message".equals(push.get(0).toString())) {
            receiver.handle(push.get(2).toString());
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
        Future<RedisLink> checked(RedisLink link) {
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
