package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.CommandParser;
import dev.posthaste.imap.wire.CommandParser.Head;
import dev.posthaste.imap.wire.CommandParser.Parsed;
import dev.posthaste.imap.wire.Fragment;
import dev.posthaste.imap.wire.Fragmenter;
import dev.posthaste.imap.wire.Fragmenter.Gathering;
import dev.posthaste.imap.wire.Literal;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.listener.Channel;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What is said on one connection: octets come in, are cut and parsed into inputs of a {@link Session}, and the effects of
 * each step are run before the next input. Commands are done one after the other in the order in which they came, and
 * answered in that order. Whoever drives it gives no more octets until those before have been dealt with.
 */
final class Conversation {

    private static final Logger LOG = Logger.getLogger(Conversation.class);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Fragmenter fragmenter = new Fragmenter(Fragmenter.Limits.STRANGER);
    private final Link link;
    private final Output out;
    private final Backend backend;
    private final Session session;
    private final CommandParser<Invocation> parser;
    private State state = State.NotAuthenticated.begin(Channel.CLEAR);
    /** Octets that have come and were not read yet. */
    private ByteBuffer input = NOTHING;
    /** The command that is being left out has been answered. */
    private boolean leftOut;

    Conversation(ImapDependencies dependencies, Link link) {
        this.link = link;
        this.out = new Output(link);
        this.backend = new Backend(dependencies, link, out);
        this.session = dependencies.session();
        this.parser = session.extensions().parser();
    }

    /** Says the first word. */
    Uni<Void> greet() {
        return whole(() -> take(new Input.Connected(link.channel())));
    }

    boolean isLoggedIn() {
        return state.isLoggedIn();
    }

    /** Whether nothing more will be read. */
    boolean isOver() {
        return state instanceof State.LoggedOut;
    }

    /** Deals with octets that came; done when everything that they asked for is answered. */
    Uni<Void> receive(ByteBuffer octets) {
        input = octets;
        return whole(() -> Multi.createBy()
                .repeating()
                .uni(this::next)
                .whilst(goesOn -> goesOn)
                .collect()
                .last()
                .invoke(() -> input = NOTHING)
                .replaceWithVoid());
    }

    /** Something happened in the selected mailbox. */
    Uni<Void> news() {
        return state instanceof State.Idling
                ? whole(() -> take(new Input.Changed()))
                : Uni.createFrom().voidItem();
    }

    /** The client was silent for too long (RFC 9051 section 5.4). */
    Uni<Void> autologout() {
        return whole(() -> take(new Input.End(ResponseCode.NONE, "Nothing was said for too long")));
    }

    /** The server stops. */
    Uni<Void> shutDown() {
        return whole(() -> take(new Input.End(ResponseCode.UNAVAILABLE, "The server is being restarted")));
    }

    /** The connection is gone, and nothing is under way. Fails if a message on its way cannot be given up. */
    Uni<Void> disconnected() {
        return Uni.createFrom().deferred(() -> take(new Input.Disconnected()));
    }

    /** Deals with the next fragment; false if there is none. */
    private Uni<Boolean> next() {
        if (isOver()) {
            return Uni.createFrom().item(false);
        }
        return switch (fragmenter.next(input)) {
            case Fragment.Incomplete() -> Uni.createFrom().item(false);
            case Fragment.Line(ByteBuffer octets) -> goOn(line(octets));
            case Fragment.Announced(ByteBuffer head, Literal literal) -> goOn(announced(head, literal));
            case Fragment.Octets(ByteBuffer octets) -> goOn(backend.receive(copy(octets)));
            case Fragment.End() -> Uni.createFrom().item(true);
            case Fragment.Unfit(ByteBuffer head, Fragment.Reason reason) -> goOn(unfit(head, reason));
            case Fragment.Hopeless(ByteBuffer head, Fragment.Reason reason) ->
                goOn(take(new Input.End(code(reason), "That is more than can be read")));
        };
    }

    private static Uni<Boolean> goOn(Uni<Void> work) {
        return work.replaceWith(true);
    }

    private Uni<Void> line(ByteBuffer octets) {
        return take(
                state instanceof State.Ready
                        ? switch (parser.parse(octets, state.dialect())) {
                            case Parsed.Complete<Invocation>(String tag, Invocation command) ->
                                new Input.Command(tag, command);
                            case Parsed.Malformed<Invocation>(String tag, int at, String expected) ->
                                malformed(tag, at, expected);
                            case Parsed.UnknownCharset<Invocation>(String tag, var returns) ->
                                new Input.UnknownCharset(tag, returns);
                        }
                        : new Input.Line(copy(octets)));
    }

    private static Input malformed(String tag, int at, String expected) {
        return new Input.Malformed(tag, "Expected " + expected + " at " + at);
    }

    private Uni<Void> announced(ByteBuffer head, Literal literal) {
        if (!(state instanceof State.Ready)) {
            leaveOut();
            return take(new Input.Literal());
        }
        return switch (parser.head(head, state.dialect())) {
            case Head.Streamed<Invocation>(String tag, Invocation command) ->
                take(new Input.Command(tag, command)).invoke(this::streamOrLeaveOut);
            case Head.Argument<Invocation>() -> gather(head, literal);
            case Head.Malformed<Invocation>(String tag, int at, String expected) -> {
                leaveOut();
                yield take(malformed(tag, at, expected));
            }
        };
    }

    private void streamOrLeaveOut() {
        if (state instanceof State.Appending) {
            fragmenter.stream();
        } else {
            leaveOut();
        }
    }

    // Of a client that does not wait, what is left out is reported as unfit; the answer is given now.
    private void leaveOut() {
        leftOut = fragmenter.refuse() == Gathering.LEFT_OUT;
    }

    private Uni<Void> gather(ByteBuffer head, Literal literal) {
        return switch (fragmenter.gather()) {
            case GOES_ON -> inviteLiteral(literal);
            case REFUSED -> take(new Input.Malformed(CommandParser.tagOf(head), "The literal is too large"));
            case LEFT_OUT -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> inviteLiteral(Literal literal) {
        return switch (literal.waiting()) {
            case FOLLOWS -> Uni.createFrom().voidItem();
            case WAITS -> {
                out.writer().goOn("Go on");
                yield out.flush();
            }
        };
    }

    private static byte[] copy(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        return copy;
    }

    private Uni<Void> unfit(ByteBuffer head, Fragment.Reason reason) {
        if (leftOut) {
            leftOut = false;
            return Uni.createFrom().voidItem();
        }
        String text =
                switch (reason) {
                    case LINE_TOO_LONG -> "The line is too long";
                    case BARE_LF -> "A line ends with CR and LF";
                    case LITERAL_TOO_LARGE -> "The literal is too large";
                };
        return take(new Input.Malformed(CommandParser.tagOf(head), text));
    }

    private static ResponseCode code(Fragment.Reason reason) {
        return switch (reason) {
            case LITERAL_TOO_LARGE -> ResponseCode.TOOBIG;
            case LINE_TOO_LONG, BARE_LF -> ResponseCode.NONE;
        };
    }

    // ---------------------------------------------------------------------------------------------- steps and effects

    /** Gives an input to the session, runs what comes of it, and sends what was said. */
    private Uni<Void> take(Input next) {
        return perform(session.on(state, next));
    }

    private Uni<Void> perform(Step step) {
        state = step.next();
        out.speak(state.dialect());
        fragmenter.limit(state.isLoggedIn() ? Fragmenter.Limits.KNOWN : Fragmenter.Limits.STRANGER);
        return run(step.effects().iterator());
    }

    private Uni<Void> run(Iterator<Effect> effects) {
        while (effects.hasNext()) {
            switch (effects.next()) {
                case Effect.Write(var response) -> {
                    response.writeTo(out.writer());
                    if (out.isFull()) {
                        return out.flush().chain(() -> run(effects));
                    }
                }
                case Effect.Watch(var mailbox) -> backend.watch(mailbox);
                case Effect.Unwatch() -> backend.unwatch();
                case Effect.Ask ask -> {
                    return answer(ask).flatMap(this::perform);
                }
                case Effect.Stream(var pieces) -> {
                    return stream(pieces).chain(() -> run(effects));
                }
                case Effect.AbortMessage() -> {
                    return backend.abortMessage().chain(() -> run(effects));
                }
                case Effect.Pause(var time) -> {
                    return link.pause(time).chain(() -> run(effects));
                }
                case Effect.StartTls() -> {
                    return startTls();
                }
                case Effect.Close() -> {
                    return out.flush().invoke(link::close);
                }
            }
        }
        return out.flush();
    }

    private Uni<Step> answer(Effect.Ask ask) {
        return Uni.createFrom()
                .deferred(() -> backend.answer(ask))
                .onFailure(this::isAnswerable)
                .invoke(failure -> LOG.error("An IMAP command failed", failure))
                .onFailure(this::isAnswerable)
                .recoverWithItem(() -> session.on(state, new Input.Failed()));
    }

    /** Whether the client can still make sense of an answer. */
    private boolean isAnswerable(Throwable failure) {
        return !out.isOpen() && !isOver() && !(failure instanceof IOException);
    }

    private Uni<Void> stream(Iterable<? extends Response> pieces) {
        out.open();
        return Multi.createFrom()
                .iterable(pieces)
                .onItem()
                .transformToUniAndConcatenate(piece -> {
                    piece.writeTo(out.writer());
                    return out.flushIfFull();
                })
                .collect()
                .last()
                .invoke(out::close)
                .replaceWithVoid();
    }

    // What came in clear text behind STARTTLS could be anybody's (RFC 9051 section 6.2.1): it is dropped unread.
    private Uni<Void> startTls() {
        input.position(input.limit());
        return out.flush().chain(link::startTls).chain(() -> take(new Input.Secured(link.channel())));
    }

    /** All that comes of one input from outside; what fails on the way ends the session. */
    private Uni<Void> whole(Supplier<Uni<? extends Void>> work) {
        return Uni.createFrom().deferred(work).onFailure().recoverWithUni(this::failed);
    }

    /** A dependency did not do its work, or the client is gone. */
    private Uni<Void> failed(Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("The connection was gone", failure);
            return hangUp();
        }
        LOG.error("An IMAP conversation failed", failure);
        if (out.isOpen() || isOver()) {
            return hangUp();
        }
        return take(new Input.End(ResponseCode.UNAVAILABLE, "Something went wrong here, try again later"))
                .onFailure()
                .invoke(again -> LOG.debug("The connection was gone, too", again))
                .onFailure()
                .recoverWithUni(this::hangUp);
    }

    private Uni<Void> hangUp() {
        link.close();
        return take(new Input.Disconnected());
    }
}
