package dev.posthaste.pop3.server;

import dev.posthaste.listener.ConnectionHandler;
import dev.posthaste.listener.Progress;
import dev.posthaste.listener.Transport;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.pop3.server.Session.Opening;
import dev.posthaste.pop3.wire.Command;
import dev.posthaste.pop3.wire.CommandParser;
import dev.posthaste.pop3.wire.LineBuffer;
import dev.posthaste.pop3.wire.PlainResponse;
import dev.posthaste.pop3.wire.Response;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One client: takes lines to {@link Session} and carries out what it answers, one effect at a time, in the order in which
 * the commands came (RFC 2449 section 6.6).
 */
final class Connection implements ConnectionHandler {

    /** Lines that cannot be read, from a client that does not speak POP3. */
    static final int MAX_UNREADABLE_LINES = 20;

    /** Lines of a listing that are written at a time: some 10 KiB. */
    private static final int LINES_PER_WRITE = 256;

    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final Response.Err LINE_TOO_LONG = new Response.Err("Line too long");
    private static final Response.Err BARE_LINE_FEED = new Response.Err("A line ends with CR LF");
    private static final Response.Err TOO_MANY_ERRORS = new Response.Err("Too many errors");
    private static final MaildropLock.Lease NO_LEASE = new NoLease();

    private final Transport transport;
    private final Backend backend;
    private final Pop3Settings settings;
    private final Extensions extensions;
    private final LineBuffer lines = new LineBuffer();

    private State state = new State.Closed();
    private MaildropLock.Lease lease = NO_LEASE;
    private int unreadableLines;

    /** Before the maildrop is opened, and after it was released. */
    private static final class NoLease implements MaildropLock.Lease {

        @Override
        public Uni<Void> release() {
            return Uni.createFrom().voidItem();
        }

        @Override
        public void whenLost(Runnable then) {
            // What is not held cannot be lost.
        }
    }

    Connection(Transport transport, Backend backend, Pop3Settings settings, Extensions extensions) {
        this.transport = transport;
        this.backend = backend;
        this.settings = settings;
        this.extensions = extensions;
    }

    @Override
    public Progress open() {
        return take(Session.greet(settings.protection().channel()));
    }

    @Override
    public Progress read(ByteBuffer octets) {
        if (octets.hasRemaining()) {
            byte[] arrived = new byte[octets.remaining()];
            octets.get(arrived);
            lines.append(arrived);
        }
        return switch (lines.next(lineLimit())) {
            case LineBuffer.Line.Complete(byte[] line) -> take(step(line));
            case LineBuffer.Line.BareLineFeed() -> take(unreadable(BARE_LINE_FEED));
            case LineBuffer.Line.TooLong() -> take(Step.part(LINE_TOO_LONG));
            case LineBuffer.Line.Incomplete() -> Progress.READ;
        };
    }

    @Override
    public Duration idleLimit() {
        return settings.limits().idle();
    }

    /** RFC 1939 section 3: the connection is closed without a response, and nothing is removed. */
    @Override
    public Progress timedOut() {
        return Progress.CLOSE;
    }

    @Override
    public Progress stop() {
        return Progress.CLOSE;
    }

    /** What QUIT removes is removed by now, and the maildrop was held until it was. */
    @Override
    public Uni<Void> closed() {
        return release();
    }

    private int lineLimit() {
        return state instanceof State.Exchange ? LineBuffer.MAX_SASL_OCTETS : LineBuffer.MAX_COMMAND_OCTETS;
    }

    private Step step(byte[] line) {
        return switch (state) {
            case State.Authorization authorization ->
                step(
                        line,
                        command -> Session.on(authorization, command, extensions),
                        command -> extensions.verb(command.keyword()).on(authorization, command.argument()));
            case State.Exchange exchange -> Session.on(exchange, PlainResponse.parse(line));
            case State.Transaction transaction ->
                step(
                        line,
                        command -> Session.on(transaction, command, extensions),
                        command -> extensions.verb(command.keyword()).on(transaction, command.argument()));
            case State.Update update -> throw readIn(update);
            case State.Closed closed -> throw readIn(closed);
        };
    }

    private static IllegalStateException readIn(State state) {
        return new IllegalStateException("a line was read in " + state);
    }

    private Step step(
            byte[] line, Function<Command, Step> session, Function<CommandParser.Parsed.Extended, Step> extended) {
        return switch (CommandParser.parse(line, extensions.keywords())) {
            case CommandParser.Parsed.Extended command -> extended.apply(command);
            case CommandParser.Parsed.Complete(Command command) -> session.apply(command);
            case CommandParser.Parsed.Malformed(Response.Err response) -> unreadable(response);
        };
    }

    private Step unreadable(Response.Err response) {
        unreadableLines++;
        return unreadableLines < MAX_UNREADABLE_LINES ? Step.say(state, response) : Step.part(TOO_MANY_ERRORS);
    }

    private Progress take(Step step) {
        state = step.next();
        return switch (step.effect()) {
            case Effect.Say say -> say(say);
            case Effect.SayLines(Response.Ok first, Iterable<String> rest) -> send(listing(first, rest));
            case Effect.Send message -> send(backend.message(message));
            case Effect.Check check ->
                await(
                        backend.check(check.user(), check.password()),
                        result -> take(Session.checked(check.from(), result)));
            case Effect.Open open -> await(backend.open(open.holder().account()), opening -> opened(open, opening));
            case Effect.Secure secure -> secure(secure);
            case Effect.Remove(Maildrop maildrop, long[] uids) ->
                await(backend.remove(maildrop, uids), removal -> take(Session.removed(removal)));
            case Effect.Part part -> part(part);
        };
    }

    private Progress say(Effect.Say say) {
        return switch (say.pace()) {
            case AT_ONCE -> write(say.response());
            case DELAYED -> await(delay(), over -> write(say.response()));
        };
    }

    private Progress write(Response response) {
        transport.write(response.octets());
        return Progress.NEXT;
    }

    private Progress opened(Effect.Open open, Opening opening) {
        if (opening instanceof Opening.Opened taken) {
            lease = taken.lease();
            lease.whenLost(transport::abort);
        }
        return take(Session.opened(open.from(), opening));
    }

    private Progress secure(Effect.Secure secure) {
        if (lines.size() > 0 || transport.hasUnread()) {
            return take(Session.injected());
        }
        transport.write(secure.response().octets());
        return await(transport.startTls(), secured -> {
            state = Session.secured(secure.from());
            return Progress.NEXT;
        });
    }

    private Progress part(Effect.Part part) {
        Uni<Void> pause =
                switch (part.pace()) {
                    case AT_ONCE -> Uni.createFrom().voidItem();
                    case DELAYED -> delay();
                };
        return await(release().chain(() -> pause), over -> {
            transport.write(part.response().octets());
            return Progress.CLOSE;
        });
    }

    private Uni<Void> release() {
        MaildropLock.Lease held = lease;
        lease = NO_LEASE;
        return backend.release(held);
    }

    private Uni<Void> delay() {
        return transport.pause(settings.limits().failureDelay());
    }

    /** The next piece is read from the store when the connection has taken the one before. */
    private Progress send(Multi<byte[]> pieces) {
        Uni<Void> sent = pieces.onItem()
                .transformToUniAndConcatenate(piece -> transport.send(ByteBuffer.wrap(piece)))
                .onItem()
                .ignoreAsUni();
        return await(sent, done -> Progress.NEXT);
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

    private static <T> Progress await(Uni<T> question, Function<T, Progress> then) {
        return new Progress.Await<>(question, then, failure -> {
            LOG.debug("A connection is cut within a response", failure);
            return Progress.ABORT;
        });
    }
}
