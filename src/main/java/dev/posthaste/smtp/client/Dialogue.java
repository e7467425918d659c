package dev.posthaste.smtp.client;

import dev.posthaste.smtp.wire.Command;
import dev.posthaste.smtp.wire.CommandWriter;
import dev.posthaste.smtp.wire.ReplyParser;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A connection on which replies are matched to commands in the order of sending. The end of the connection completes
 * every pending reply with {@link ReplyResult.Broken}. Confined to the socket's event loop.
 */
final class Dialogue {

    private static final long NO_TIMER = -1;

    private sealed interface State {

        record Open() implements State {}

        /** @param end the result of every reply that is expected from now on */
        record Over(ReplyResult.Broken end) implements State {}
    }

    private final Vertx vertx;
    private final Context context;
    private final NetSocket socket;
    private final Deque<Promise<ReplyResult>> expected = new ArrayDeque<>();
    private ReplyParser parser = new ReplyParser();
    private Duration timeout = Duration.ofMinutes(1);
    private long timer = NO_TIMER;
    /** Octets received together with the reply that is being processed. */
    private int unread;

    /** Read from other threads too. */
    private volatile State state = new State.Open();

    /** Takes over the socket; call this on its event loop. */
    Dialogue(Vertx vertx, NetSocket socket) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.socket = socket;
        socket.handler(this::read);
        socket.exceptionHandler(failure -> end("the connection failed: " + failure.getMessage()));
        socket.closeHandler(closed -> end("the host closed the connection"));
    }

    /** The event loop of the connection. */
    Context context() {
        return context;
    }

    NetSocket socket() {
        return socket;
    }

    /** Whether the connection has ended. */
    boolean isOver() {
        return state instanceof State.Over;
    }

    /** Sends commands in one write. */
    void send(List<Command> commands) {
        Buffer buffer = Buffer.buffer();
        commands.forEach(command -> buffer.appendBytes(CommandWriter.octets(command)));
        write(buffer);
    }

    /** Sends octets. */
    Future<Void> write(Buffer octets) {
        return isOver() ? Future.failedFuture("the connection is closed") : socket.write(octets);
    }

    /** The next reply that is not expected yet; {@link #within} sets its timeout. */
    Future<ReplyResult> expect() {
        Promise<ReplyResult> promise = Promise.promise();
        switch (state) {
            case State.Open open -> expected.addLast(promise);
            case State.Over(ReplyResult.Broken end) -> promise.complete(end);
        }
        return promise.future();
    }

    /** Sets the timeout of each expected reply, counted from the previous one. */
    void within(Duration duration) {
        timeout = duration;
        restartTimer();
    }

    /** Sends a command and returns its reply. */
    Future<ReplyResult> ask(Command command, Duration duration) {
        Future<ReplyResult> answer = expect();
        within(duration);
        send(List.of(command));
        return answer;
    }

    /**
     * Starts TLS with a new parser, so that nothing received before counts as received under TLS. Fails before the
     * handshake if the host has sent more than the reply, which an attacker in the middle may have injected
     * (CVE-2011-0411 and similar).
     */
    Future<Void> startTls(String serverName) {
        if (unread > 0 || parser.isWithinReply() || isOver()) {
            close("the host sent plaintext after it agreed to TLS");
            return Future.failedFuture("plaintext after STARTTLS");
        }
        parser = new ReplyParser();
        return socket.upgradeToSsl(serverName);
    }

    /** Closes the connection. */
    void close(String why) {
        end(why);
    }

    private void read(Buffer octets) {
        byte[] bytes = octets.getBytes();
        int from = 0;
        while (from < bytes.length && !isOver()) {
            ReplyParser.Parsed parsed = parser.feed(bytes, from, bytes.length);
            from = parser.position();
            unread = bytes.length - from;
            switch (parsed) {
                case ReplyParser.Parsed.Complete complete -> answer(new ReplyResult.Received(complete.reply()));
                case ReplyParser.Parsed.Incomplete more -> {}
                case ReplyParser.Parsed.Unreadable unreadable ->
                    end("the host sent an invalid reply: " + unreadable.why());
            }
        }
    }

    private void answer(ReplyResult.Received answer) {
        Promise<ReplyResult> first = expected.pollFirst();
        if (first == null) {
            end("the host sent an unsolicited reply: " + answer.reply().code() + " "
                    + answer.reply().text());
            return;
        }
        restartTimer();
        first.complete(answer);
    }

    private void end(String why) {
        if (isOver()) {
            return;
        }
        ReplyResult.Broken broken = new ReplyResult.Broken(why);
        state = new State.Over(broken);
        stopTimer();
        // NetSocket.close, like the channel's close, waits until everything written is sent, which a host that accepts
        // no octets delays forever; closing from this point of the pipeline does not wait.
        var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
        while (!expected.isEmpty()) {
            expected.removeFirst().complete(broken);
        }
    }

    private void restartTimer() {
        stopTimer();
        if (!expected.isEmpty()) {
            Duration limit = timeout;
            timer = vertx.setTimer(limit.toMillis(), id -> end("the host did not answer within " + text(limit)));
        }
    }

    private void stopTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private static String text(Duration duration) {
        return duration.toMillis() >= 1000 ? duration.toSeconds() + " seconds" : duration.toMillis() + " milliseconds";
    }
}
