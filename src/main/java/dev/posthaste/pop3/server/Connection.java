package dev.posthaste.pop3.server;

import dev.posthaste.listener.Channel;
import dev.posthaste.listener.OpenConnection;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.pop3.server.Session.Opening;
import dev.posthaste.pop3.wire.Command;
import dev.posthaste.pop3.wire.CommandParser;
import dev.posthaste.pop3.wire.LineBuffer;
import dev.posthaste.pop3.wire.PlainResponse;
import dev.posthaste.pop3.wire.Response;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Owns one socket: takes lines to {@link Session} and does what it answers, one effect at a time, in the order in which
 * the commands came (RFC 2449 section 6.6). All methods but {@link #finish} run on the socket's event loop.
 */
final class Connection implements OpenConnection {

    /** What a pipelining client may have waiting before its socket is left unread; two SASL lines fit. */
    static final int MAX_WAITING_OCTETS = 2 * LineBuffer.MAX_SASL_OCTETS;

    /** Lines that cannot be read, from a client that does not speak POP3. */
    static final int MAX_UNREADABLE_LINES = 20;

    /** Lines of a listing that are written at a time: some 10 KiB. */
    private static final int LINES_PER_WRITE = 256;

    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final Response.Err LINE_TOO_LONG = new Response.Err("Line too long");
    private static final Response.Err BARE_LINE_FEED = new Response.Err("A line ends with CR LF");
    private static final Response.Err TOO_MANY_ERRORS = new Response.Err("Too many errors");
    private static final MaildropLock.Lease NOTHING_HELD = new NothingHeld();

    private final NetSocket socket;
    private final Context loop;
    private final Backend backend;
    private final Channel channel;
    private final Duration failureDelay;
    private final LineBuffer lines = new LineBuffer();
    private final Promise<Void> ended = Promise.promise();

    private State state = new State.Closed();
    private Activity activity = Activity.READING;
    private MaildropLock.Lease lease = NOTHING_HELD;
    private int unreadableLines;
    /** More lies in the socket's own queue. */
    private boolean paused;

    private boolean finishing;

    private enum Activity {
        /** Waits for a line. */
        READING,
        /** Does what a line asked for; further lines wait. */
        WORKING,
        /** Waits for the TLS handshake; nothing may come but that. */
        SECURING,
        /** The socket is closed. */
        ENDED
    }

    /** Before the maildrop is opened, and after it was given back. */
    private static final class NothingHeld implements MaildropLock.Lease {

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem();
        }

        @Override
        public void whenLost(Runnable then) {
            // What is not held cannot be lost.
        }
    }

    Connection(NetSocket socket, Context loop, Backend backend, Pop3Settings settings) {
        this.socket = socket;
        this.loop = loop;
        this.backend = backend;
        this.channel = settings.protection().channel();
        this.failureDelay = settings.limits().failureDelay();
    }

    /** Completes when the socket is closed and nothing is being removed any more. */
    @Override
    public Future<Void> run() {
        socket.handler(this::received);
        socket.closeHandler(closed -> closed());
        socket.exceptionHandler(broken -> LOG.debug("connection broke", broken));
        take(Session.greet(channel));
        return ended.future();
    }

    @Override
    public void finish() {
        loop.runOnContext(asked -> {
            finishing = true;
            closeIfFinishing();
        });
    }

    private void received(Buffer octets) {
        if (activity == Activity.SECURING) {
            // Clear text that was on its way before TLS began would be taken for what TLS protects.
            socket.close();
            return;
        }
        lines.append(octets.getBytes());
        if (lines.size() > MAX_WAITING_OCTETS) {
            paused = true;
            socket.pause();
        }
        readOn();
    }

    private void readOn() {
        while (activity == Activity.READING) {
            switch (lines.next(lineLimit())) {
                case LineBuffer.Line.Complete(byte[] octets) -> take(step(octets));
                case LineBuffer.Line.BareLineFeed() -> take(unreadable(BARE_LINE_FEED));
                case LineBuffer.Line.TooLong() -> take(Step.part(LINE_TOO_LONG));
                case LineBuffer.Line.Incomplete() -> {
                    paused = false;
                    socket.resume();
                    return;
                }
            }
        }
    }

    private int lineLimit() {
        return state instanceof State.Exchange ? LineBuffer.MAX_SASL_OCTETS : LineBuffer.MAX_COMMAND_OCTETS;
    }

    private Step step(byte[] line) {
        return switch (state) {
            case State.Authorization authorization -> step(line, command -> Session.on(authorization, command));
            case State.Exchange exchange -> Session.on(exchange, PlainResponse.parse(line));
            case State.Transaction transaction -> step(line, command -> Session.on(transaction, command));
            case State.Update update -> throw readIn(update);
            case State.Closed closed -> throw readIn(closed);
        };
    }

    private static IllegalStateException readIn(State state) {
        return new IllegalStateException("a line was read in " + state);
    }

    private Step step(byte[] line, Function<Command, Step> session) {
        return switch (CommandParser.parse(line)) {
            case CommandParser.Parsed.Complete(Command command) -> session.apply(command);
            case CommandParser.Parsed.Malformed(Response.Err response) -> unreadable(response);
        };
    }

    private Step unreadable(Response.Err response) {
        unreadableLines++;
        return unreadableLines < MAX_UNREADABLE_LINES ? Step.say(state, response) : Step.part(TOO_MANY_ERRORS);
    }

    private void take(Step step) {
        state = step.next();
        switch (step.effect()) {
            case Effect.Say say -> say(say);
            case Effect.SayLines(Response.Ok first, Iterable<String> rest) -> send(listing(first, rest));
            case Effect.Send message -> send(backend.message(message));
            case Effect.Check check ->
                ask(
                        backend.check(check.user(), check.password()),
                        result -> take(Session.checked(check.from(), result)));
            case Effect.Open open -> ask(backend.open(open.holder().account()), opening -> opened(open, opening));
            case Effect.Secure secure -> secure(secure);
            case Effect.Remove(Maildrop maildrop, long[] uids) ->
                ask(backend.remove(maildrop, uids), removal -> take(Session.removed(removal)));
            case Effect.Part part -> part(part);
        }
    }

    private void say(Effect.Say say) {
        switch (say.pace()) {
            case AT_ONCE -> write(say.response().octets());
            case DELAYED -> ask(delay(), over -> write(say.response().octets()));
        }
    }

    /** A client that does not read what it is told is not listened to until it does. */
    private void write(byte[] octets) {
        if (activity == Activity.ENDED) {
            return;
        }
        Future<Void> written = socket.write(Buffer.buffer(octets));
        if (socket.writeQueueFull()) {
            ask(Uni.createFrom().completionStage(written::toCompletionStage), done -> {});
        }
    }

    private void opened(Effect.Open open, Opening opening) {
        if (opening instanceof Opening.Opened taken) {
            lease = taken.lease();
            lease.whenLost(() -> loop.runOnContext(lost -> socket.close()));
        }
        take(Session.opened(open.from(), opening));
    }

    private void secure(Effect.Secure secure) {
        if (lines.size() > 0 || paused) {
            take(Session.injected());
            return;
        }
        activity = Activity.SECURING;
        socket.write(Buffer.buffer(secure.response().octets()));
        socket.upgradeToSsl()
                .onSuccess(secured -> goOn(() -> state = Session.secured(secure.from())))
                .onFailure(refused -> socket.close());
    }

    private void part(Effect.Part part) {
        Uni<Void> free = backend.release(lease);
        lease = NOTHING_HELD;
        Uni<Void> pause =
                switch (part.pace()) {
                    case AT_ONCE -> Uni.createFrom().voidItem();
                    case DELAYED -> delay();
                };
        ask(free.chain(() -> pause), over -> {
            activity = activity == Activity.ENDED ? Activity.ENDED : Activity.WORKING;
            socket.end(Buffer.buffer(part.response().octets()));
        });
    }

    private void send(Multi<byte[]> pieces) {
        Uni<Void> sent = pieces.onItem()
                .transformToUniAndConcatenate(this::sendPiece)
                .onItem()
                .ignoreAsUni();
        ask(sent, done -> {});
    }

    /** Done when the socket has taken it: the next piece is read from the store no sooner. */
    private Uni<Void> sendPiece(byte[] octets) {
        return Uni.createFrom()
                .completionStage(() -> socket.write(Buffer.buffer(octets)).toCompletionStage());
    }

    private static Multi<byte[]> listing(Response.Ok first, Iterable<String> lines) {
        Multi<byte[]> head = Multi.createFrom().item(first.octets());
        Multi<byte[]> body = Multi.createFrom()
                .iterable(lines)
                .group()
                .intoLists()
                .of(LINES_PER_WRITE)
                .map(Connection::lines);
        return Multi.createBy()
                .concatenating()
                .streams(head, body, Multi.createFrom().item(lines(List.of("."))));
    }

    private static byte[] lines(List<String> lines) {
        return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private Uni<Void> delay() {
        return Uni.createFrom()
                .emitter(emitter ->
                        loop.owner().setTimer(Math.max(1, failureDelay.toMillis()), fired -> emitter.complete(null)));
    }

    /** Leaves the lines alone until {@code question} is answered, which may be on any thread. */
    private <T> void ask(Uni<T> question, Consumer<T> use) {
        activity = activity == Activity.ENDED ? Activity.ENDED : Activity.WORKING;
        question.subscribe()
                .with(
                        answer -> loop.runOnContext(back -> goOn(() -> use.accept(answer))),
                        failure -> loop.runOnContext(back -> broken(failure)));
    }

    private void goOn(Runnable step) {
        if (activity != Activity.ENDED) {
            activity = Activity.READING;
        }
        step.run();
        if (activity == Activity.ENDED) {
            end();
        } else {
            closeIfFinishing();
            readOn();
        }
    }

    private void broken(Throwable failure) {
        LOG.debug("an answer could not be sent to its end", failure);
        socket.close();
    }

    private void closeIfFinishing() {
        if (finishing && activity == Activity.READING) {
            socket.close();
        }
    }

    private void closed() {
        activity = Activity.ENDED;
        // What QUIT removes is removed, and the maildrop is held until it is.
        if (!(state instanceof State.Update)) {
            end();
        }
    }

    private void end() {
        MaildropLock.Lease held = lease;
        lease = NOTHING_HELD;
        backend.release(held).subscribe().with(released -> ended.tryComplete());
    }
}
