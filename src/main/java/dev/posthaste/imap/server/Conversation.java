package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.CommandParser;
import dev.posthaste.imap.wire.CommandParser.Head;
import dev.posthaste.imap.wire.CommandParser.Parsed;
import dev.posthaste.imap.wire.Fragment;
import dev.posthaste.imap.wire.Fragmenter;
import dev.posthaste.imap.wire.Fragmenter.Gathering;
import dev.posthaste.imap.wire.Literal;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.intake.Reception;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * What is said on one connection: octets come in, commands are done one after the other in the order in which they came,
 * and answered in that order. Whoever drives it gives no more octets until those before have been dealt with.
 */
final class Conversation {

    private static final Logger LOG = Logger.getLogger(Conversation.class);

    /** So many commands that are none, one after the other, and the connection ends: nobody at the other side speaks IMAP. */
    static final int MAX_BAD = 20;

    /** The same before login, where browsers and scanners come by. */
    static final int MAX_BAD_OF_STRANGERS = 5;

    private final Fragmenter fragmenter = new Fragmenter(Fragmenter.Limits.STRANGER);
    private final Link link;
    private final Output out;
    private final Session session;
    private Expecting expecting = new Expecting.Command();
    private int bad;
    /** The command that is being left out has been answered. */
    private boolean leftOut;

    Conversation(Rooms rooms, Link link) {
        this.link = link;
        this.out = new Output(link);
        this.session = new Session(rooms, link, out);
    }

    /** Says the first word. */
    Uni<Void> greet() {
        return session.greet().onFailure().recoverWithUni(this::failed);
    }

    boolean isLoggedIn() {
        return session.isLoggedIn();
    }

    /** Whether nothing more will be read. */
    boolean isOver() {
        return expecting instanceof Expecting.Nothing;
    }

    /** Deals with octets that came; done when everything that they asked for is answered. */
    Uni<Void> receive(ByteBuffer input) {
        return Multi.createBy()
                .repeating()
                .uni(() -> step(input))
                .whilst(goesOn -> goesOn)
                .collect()
                .last()
                .onFailure()
                .recoverWithUni(failure -> failed(failure).replaceWith(false))
                .replaceWithVoid();
    }

    /** Something happened in the selected mailbox. */
    Uni<Void> news() {
        if (!(expecting instanceof Expecting.Done(String tag))) {
            return Uni.createFrom().voidItem();
        }
        return session.news(tag)
                .flatMap(this::expect)
                .onFailure()
                .recoverWithUni(failure -> failed(failure).replaceWith(false))
                .replaceWithVoid();
    }

    /** The client was silent for too long (RFC 9051 section 5.4). */
    Uni<Void> autologout() {
        return end(ResponseCode.NONE, "Nothing was said for too long")
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(this::failed);
    }

    /** The server stops. */
    Uni<Void> shutDown() {
        return end(ResponseCode.UNAVAILABLE, "The server is being restarted")
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(this::failed);
    }

    /** The connection is gone, and nothing is under way. */
    Uni<Void> disconnected() {
        return abandon();
    }

    /** Ends the session without a word; a message that was on its way is forgotten. */
    private Uni<Void> abandon() {
        Uni<Void> aborted = abortMessage();
        expecting = new Expecting.Nothing();
        session.close();
        return aborted;
    }

    private Uni<Void> abortMessage() {
        if (!(expecting instanceof Expecting.Message(var tag, Reception<AppendResult> reception))) {
            return Uni.createFrom().voidItem();
        }
        expecting = new Expecting.Command();
        return reception.abort();
    }

    /** Deals with the next fragment; false if there is none. */
    private Uni<Boolean> step(ByteBuffer input) {
        if (isOver()) {
            return Uni.createFrom().item(false);
        }
        if (expecting instanceof Expecting.Tls) {
            return upgrade(input);
        }
        return switch (fragmenter.next(input)) {
            case Fragment.Incomplete() -> Uni.createFrom().item(false);
            case Fragment.Line(ByteBuffer octets) -> line(octets);
            case Fragment.Announced(ByteBuffer head, Literal literal) -> announced(head, literal);
            case Fragment.Octets(ByteBuffer octets) -> octets(copy(octets));
            case Fragment.End() -> Uni.createFrom().item(true);
            case Fragment.Unfit(ByteBuffer head, Fragment.Reason reason) -> unfit(head, reason);
            case Fragment.Hopeless(ByteBuffer head, Fragment.Reason reason) ->
                end(code(reason), "That is more than can be read");
        };
    }

    // What came in clear text behind STARTTLS could be anybody's (RFC 9051 section 6.2.1): it is dropped unread.
    private Uni<Boolean> upgrade(ByteBuffer input) {
        input.position(input.limit());
        expecting = new Expecting.Command();
        return link.startTls().replaceWith(false);
    }

    private Uni<Boolean> line(ByteBuffer octets) {
        return switch (expecting) {
            case Expecting.Command() -> command(octets);
            case Expecting.SaslResponse(String tag) ->
                session.saslResponse(tag, copy(octets)).flatMap(this::expect);
            case Expecting.Done(String tag) -> idleEnds(tag, octets);
            case Expecting.Message message -> appendEnds(message, octets);
            case Expecting.Tls() -> throw new IllegalStateException("a line before TLS");
            case Expecting.Nothing() -> Uni.createFrom().item(false);
        };
    }

    private Uni<Boolean> command(ByteBuffer octets) {
        return switch (CommandParser.parse(octets, out.dialect())) {
            case Parsed.Complete(String tag, Command command) -> {
                bad = 0;
                yield answered(tag, session.on(tag, command));
            }
            case Parsed.Malformed(String tag, int at, String expected) ->
                bad(tag, "Expected " + expected + " at " + at);
            case Parsed.UnknownCharset(String tag, var returns) ->
                session.unknownCharset(tag, returns).flatMap(this::expect);
        };
    }

    private Uni<Boolean> answered(String tag, Uni<Expecting> work) {
        return work.onFailure(this::isAnswerable)
                .recoverWithUni(failure -> session.finish(tag, unavailable(failure)))
                .flatMap(this::expect);
    }

    /** Whether an answer can still be made sense of. */
    private boolean isAnswerable(Throwable failure) {
        return !out.isOpen() && !isOver() && !(failure instanceof IOException);
    }

    private static Answer unavailable(Throwable failure) {
        LOG.error("An IMAP command failed", failure);
        return Answer.no(ResponseCode.UNAVAILABLE, "Something went wrong here, try again later");
    }

    private Uni<Boolean> idleEnds(String tag, ByteBuffer octets) {
        String line = StandardCharsets.ISO_8859_1.decode(octets).toString();
        return line.toUpperCase(Locale.ROOT).equals("DONE")
                ? session.done(tag).flatMap(this::expect)
                : bad(tag, "Expected DONE");
    }

    private Uni<Boolean> appendEnds(Expecting.Message message, ByteBuffer octets) {
        if (octets.hasRemaining()) {
            return appendFails(message);
        }
        // Whatever comes of it, it is finished, and not to be aborted.
        expecting = new Expecting.Command();
        return answered(message.tag(), session.appended(message));
    }

    private Uni<Boolean> appendFails(Expecting.Message message) {
        return abortMessage().chain(() -> bad(message.tag(), "Expected the end of the command"));
    }

    private Uni<Boolean> announced(ByteBuffer head, Literal literal) {
        if (!(expecting instanceof Expecting.Command)) {
            return announcedAmiss();
        }
        return switch (CommandParser.head(head, out.dialect())) {
            case Head.Message(String tag, Command.Append append) ->
                session.append(append)
                        .onFailure(this::isAnswerable)
                        .recoverWithItem(failure -> new AppendCommand.Outcome.NotWanted(unavailable(failure)))
                        .flatMap(outcome -> append(tag, literal, outcome));
            case Head.Argument() -> gather(head, literal);
            case Head.Malformed(String tag, int at, String expected) -> {
                leftOut = fragmenter.refuse() == Gathering.LEFT_OUT;
                yield bad(tag, "Expected " + expected + " at " + at);
            }
        };
    }

    // In IDLE, in SASL and behind the message of an APPEND there are no literals.
    private Uni<Boolean> announcedAmiss() {
        leftOut = fragmenter.refuse() == Gathering.LEFT_OUT;
        return switch (expecting) {
            case Expecting.Message message -> appendFails(message);
            case Expecting.SaslResponse(String tag) -> bad(tag, "Expected a response");
            case Expecting.Done(String tag) -> bad(tag, "Expected DONE");
            case Expecting.Command() -> throw new IllegalStateException("commands have literals");
            case Expecting.Tls() -> throw new IllegalStateException("a literal before TLS");
            case Expecting.Nothing() -> throw new IllegalStateException("a literal after the end");
        };
    }

    private Uni<Boolean> gather(ByteBuffer head, Literal literal) {
        return switch (fragmenter.gather()) {
            case GOES_ON -> goOn(literal);
            case REFUSED -> answer(head, Answer.bad("The literal is too large"));
            case LEFT_OUT -> Uni.createFrom().item(true);
        };
    }

    private Uni<Boolean> goOn(Literal literal) {
        return switch (literal.waiting()) {
            case FOLLOWS -> Uni.createFrom().item(true);
            case WAITS -> {
                out.writer().goOn("Go on");
                yield out.flush().replaceWith(true);
            }
        };
    }

    private Uni<Boolean> append(String tag, Literal literal, AppendCommand.Outcome outcome) {
        return switch (outcome) {
            case AppendCommand.Outcome.Welcome(Reception<AppendResult> reception) -> {
                fragmenter.stream();
                expecting = new Expecting.Message(tag, reception);
                yield goOn(literal);
            }
            case AppendCommand.Outcome.NotWanted(Answer answer) -> {
                // Of a client that does not wait, what is left out is reported as unfit; the answer is given now.
                leftOut = fragmenter.refuse() == Gathering.LEFT_OUT;
                yield session.finish(tag, answer).flatMap(this::expect);
            }
        };
    }

    private Uni<Boolean> octets(byte[] octets) {
        return expecting instanceof Expecting.Message(var tag, Reception<AppendResult> reception)
                ? reception.write(octets, 0, octets.length).replaceWith(true)
                : Uni.createFrom().failure(new IllegalStateException("octets of no message"));
    }

    private static byte[] copy(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        return copy;
    }

    private Uni<Boolean> unfit(ByteBuffer head, Fragment.Reason reason) {
        if (leftOut) {
            leftOut = false;
            return Uni.createFrom().item(true);
        }
        if (expecting instanceof Expecting.Message message) {
            return appendFails(message);
        }
        String text =
                switch (reason) {
                    case LINE_TOO_LONG -> "The line is too long";
                    case BARE_LF -> "A line ends with CR and LF";
                    case LITERAL_TOO_LARGE -> "The literal is too large";
                };
        return answer(head, Answer.bad(text));
    }

    private static ResponseCode code(Fragment.Reason reason) {
        return switch (reason) {
            case LITERAL_TOO_LARGE -> ResponseCode.TOOBIG;
            case LINE_TOO_LONG, BARE_LF -> ResponseCode.NONE;
        };
    }

    private Uni<Boolean> answer(ByteBuffer head, Answer answer) {
        return bad(CommandParser.tagOf(head), answer.text());
    }

    private Uni<Boolean> bad(String tag, String why) {
        int limit = session.isLoggedIn() ? MAX_BAD : MAX_BAD_OF_STRANGERS;
        if (++bad >= limit) {
            return end(ResponseCode.NONE, "Too many commands that are none");
        }
        return session.finish(tag, Answer.bad(why)).flatMap(this::expect);
    }

    private Uni<Boolean> end(ResponseCode code, String why) {
        return abortMessage().chain(() -> session.hangUp(code, why)).flatMap(this::expect);
    }

    private Uni<Boolean> expect(Expecting next) {
        expecting = next;
        fragmenter.limit(session.isLoggedIn() ? Fragmenter.Limits.KNOWN : Fragmenter.Limits.STRANGER);
        if (next instanceof Expecting.Nothing) {
            link.close();
        }
        return Uni.createFrom().item(true);
    }

    /** A room behind us did not do its work, or the client is gone. */
    private Uni<Void> failed(Throwable failure) {
        if (failure instanceof IOException) {
            LOG.debug("The connection was gone", failure);
            return hangUp();
        }
        LOG.error("An IMAP conversation failed", failure);
        if (out.isOpen() || isOver()) {
            return hangUp();
        }
        return abandon()
                .chain(() -> session.hangUp(ResponseCode.UNAVAILABLE, "Something went wrong here, try again later"))
                .onFailure()
                .invoke(again -> LOG.debug("The connection was gone, too", again))
                .onItemOrFailure()
                .transformToUni((said, again) -> hangUp());
    }

    private Uni<Void> hangUp() {
        link.close();
        return abandon();
    }
}
