package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.DotWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * Sends the dot-stuffed content of a message. It requests octets when the socket has room for them and gathers them
 * into large writes. If the content fails, it does not send the final dot, so the host discards the message.
 */
final class ContentPump implements Flow.Subscriber<byte[]> {

    /** Octets gathered before a write; a small message is one write. */
    private static final int WRITE_OCTETS = 32 << 10;

    /** Placeholder before {@link #onSubscribe}. */
    private static final Flow.Subscription NOTHING = new Flow.Subscription() {
        @Override
        public void request(long pieces) {}

        @Override
        public void cancel() {}
    };

    /** How the transfer ended. */
    enum End {
        /** Everything was sent, including the final dot. */
        SENT,
        /** The content failed. */
        UNREADABLE,
        /** The host replied or closed the connection before the end. */
        INTERRUPTED
    }

    private final Vertx vertx;
    private final Dialogue dialogue;
    private final Duration timeout;
    private final DotWriter dots = new DotWriter();
    private final Promise<End> end = Promise.promise();
    private Buffer gathered = Buffer.buffer();
    private Flow.Subscription source = NOTHING;

    private ContentPump(Vertx vertx, Dialogue dialogue, Duration timeout) {
        this.vertx = vertx;
        this.dialogue = dialogue;
        this.timeout = timeout;
    }

    /**
     * Sends the content.
     *
     * @param answer the reply to the message; if it arrives before the end, the rest is not sent
     * @param timeout how long the host may accept no octets
     */
    static Future<End> send(
            Vertx vertx, Dialogue dialogue, Content content, Future<ReplyResult> answer, Duration timeout) {
        ContentPump pump = new ContentPump(vertx, dialogue, timeout);
        answer.onComplete(early -> pump.interrupt());
        content.octets().subscribe().withSubscriber(pump);
        return pump.end.future();
    }

    /** Sends only the final dot. */
    static void sendDot(Dialogue dialogue) {
        Buffer dot = Buffer.buffer();
        new DotWriter().finish((octets, from, to) -> dot.appendBytes(octets, from, to - from));
        dialogue.write(dot);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(byte[] octets) {
        onLoop(() -> take(octets));
    }

    @Override
    public void onError(Throwable failure) {
        onLoop(() -> end.tryComplete(End.UNREADABLE));
    }

    @Override
    public void onComplete() {
        onLoop(this::finish);
    }

    private void take(byte[] octets) {
        if (end.future().isComplete()) {
            return;
        }
        dots.write(octets, 0, octets.length, this::gather);
        if (gathered.length() < WRITE_OCTETS) {
            more();
            return;
        }
        flush();
        if (dialogue.socket().writeQueueFull()) {
            waitForRoom();
        } else {
            more();
        }
    }

    private void finish() {
        if (!end.future().isComplete()) {
            dots.finish(this::gather);
            flush();
            end.tryComplete(End.SENT);
        }
    }

    private void waitForRoom() {
        long timer = vertx.setTimer(
                timeout.toMillis(), id -> dialogue.close("the host accepted no octets of the message for " + timeout));
        dialogue.socket().drainHandler(room -> {
            vertx.cancelTimer(timer);
            dialogue.socket().drainHandler(null);
            more();
        });
        end.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    private void interrupt() {
        if (end.tryComplete(End.INTERRUPTED)) {
            source.cancel();
        }
    }

    private void more() {
        source.request(1);
    }

    private void gather(byte[] octets, int from, int to) {
        gathered.appendBytes(octets, from, to - from);
    }

    private void flush() {
        dialogue.write(gathered);
        gathered = Buffer.buffer();
    }

    private void onLoop(Runnable task) {
        dialogue.context().runOnContext(now -> task.run());
    }
}
