package dev.posthaste.pop3.server;

import dev.posthaste.id.Secret;
import dev.posthaste.id.SecretOctets;
import dev.posthaste.listener.Channel;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.PlainMessage;
import dev.posthaste.mailbox.MaildropLock;
import dev.posthaste.pop3.wire.Command;
import dev.posthaste.pop3.wire.PlainResponse;
import dev.posthaste.pop3.wire.Response;
import java.util.function.Function;

/** Decides what each input does to a session. Knows no socket, no store, no time. */
final class Session {

    /** Wrong credentials that a connection may give before it is closed. */
    static final int MAX_LOGIN_FAILURES = 3;

    static final Response.Err GONE = new Response.Err("This message has been removed by another session");
    static final Response.Err UNAVAILABLE =
            new Response.Err(Response.Code.SYS_TEMP, "The mail store does not answer, try again later");

    private static final Response.Err BEHIND_STLS = new Response.Err("Nothing may follow STLS before TLS has begun");
    private static final Response.Err TLS_FIRST = new Response.Err("No password without TLS: use STLS first");
    static final Response.Err AFTER_LOGIN = new Response.Err("This command needs a login");
    static final Response.Err BEFORE_LOGIN = new Response.Err("You are logged in already");
    private static final Response.Err TLS_ALREADY = new Response.Err("TLS is active already");
    private static final Response.Err USER_FIRST = new Response.Err("USER comes before PASS");
    private static final Response.Err NO_SUCH_MECHANISM = new Response.Err("The only mechanism is PLAIN");
    private static final Response.Err NOT_PLAIN = new Response.Err("This is no SASL PLAIN response in base 64");
    private static final Response.Err CANCELLED = new Response.Err("Authentication was cancelled");
    private static final Response.Err WRONG = new Response.Err(Response.Code.AUTH, "The name or the password is wrong");
    private static final Response.Err IN_USE =
            new Response.Err(Response.Code.IN_USE, "Another session has this maildrop");
    private static final Response.Err NO_SUCH_MESSAGE = new Response.Err("There is no such message");
    private static final Response.Err DELETED = new Response.Err("This message is marked as deleted");
    private static final Response.Err NOT_REMOVED =
            new Response.Err(Response.Code.SYS_TEMP, "Messages that were marked as deleted are still there");

    private static final Response.Ok BYE = new Response.Ok("Bye");

    private Session() {}

    /** The first word is the server's. No timestamp in it: APOP is not offered. */
    static Step greet(Channel channel) {
        return Step.say(State.Authorization.begin(channel), new Response.Ok("Posthaste POP3 server ready"));
    }

    /** A command. */
    static Step on(State.Authorization state, Command command, Extensions extensions) {
        return switch (command) {
            case Command.User(String name) ->
                state.channel().permitsPasswords()
                        ? Step.say(state.claiming(name), new Response.Ok("Now the password"))
                        : Step.say(state, TLS_FIRST);
            case Command.Pass pass -> pass(state, pass);
            case Command.Auth auth -> auth(state, auth);
            case Command.Capa() -> new Step(state, extensions.capabilities(state));
            case Command.Stls() ->
                state.channel().canStartTls()
                        ? new Step(state, new Effect.Secure(state, new Response.Ok("Begin TLS")))
                        : Step.say(state, TLS_ALREADY);
            case Command.Quit() -> Step.part(BYE);
            case Command.OfTransaction tooEarly -> Step.say(state, AFTER_LOGIN);
        };
    }

    /** A command. */
    static Step on(State.Transaction state, Command command, Extensions extensions) {
        return switch (command) {
            case Command.Stat() -> Step.say(state, stat(state));
            case Command.List(var selection) -> listing(state, selection, entry -> Long.toString(entry.size()));
            case Command.Uidl(var selection) -> listing(state, selection, Maildrop.Entry::uniqueId);
            case Command.Retr(int number) -> send(state, number, new Effect.Portion.Whole());
            case Command.Top(int number, int lines) -> send(state, number, new Effect.Portion.Top(lines));
            case Command.Dele(int number) -> dele(state, number);
            case Command.Noop() -> Step.say(state, new Response.Ok("Nothing done"));
            case Command.Rset() -> Step.say(state.unmarked(), new Response.Ok("Nothing is marked as deleted"));
            case Command.Capa() -> new Step(state, extensions.capabilities(state));
            case Command.Quit() -> quit(state);
            case Command.OfAuthorization tooLate -> Step.say(state, BEFORE_LOGIN);
        };
    }

    /** The line that answers the server's request to go on. */
    static Step on(State.Exchange state, PlainResponse response) {
        return plain(state.before(), response);
    }

    /** Octets behind STLS were sent, perhaps by someone else, to be taken for words said under TLS (CVE-2021-33515). */
    static Step injected() {
        return Step.part(BEHIND_STLS);
    }

    /** TLS has begun. What was said before counts no more, except the failures (RFC 2595 section 4). */
    static State secured(State.Authorization before) {
        return new State.Authorization(Channel.TLS, new State.Claim.None(), before.failures());
    }

    /** The answer to {@link Effect.Check}. */
    static Step checked(State.Authorization state, LoginResult result) {
        return switch (result) {
            case LoginResult.Granted(var holder) -> new Step(state, new Effect.Open(state, holder));
            case LoginResult.Refused() -> refused(state.afterFailure());
            case LoginResult.Unavailable() -> Step.say(state, UNAVAILABLE);
        };
    }

    /** The answer to {@link Effect.Open}. */
    static Step opened(State.Authorization state, Opening opening) {
        return switch (opening) {
            case Opening.Opened(var maildrop, var lease) -> {
                State.Transaction open = new State.Transaction(maildrop, Deletions.NONE);
                yield Step.say(open, new Response.Ok("Maildrop has " + open.count() + " messages"));
            }
            case Opening.InUse() -> Step.say(state, IN_USE);
            case Opening.Unavailable() -> Step.say(state, UNAVAILABLE);
        };
    }

    /** The answer to {@link Effect.Remove}. */
    static Step removed(Removal removal) {
        return switch (removal) {
            case DONE -> Step.part(BYE);
            case FAILED -> Step.part(NOT_REMOVED);
        };
    }

    /** What came of {@link Effect.Remove}. */
    enum Removal {
        /** All are gone, durably. */
        DONE,
        /** Perhaps none is. */
        FAILED
    }

    /** What came of {@link Effect.Open}. */
    sealed interface Opening {
        /** The maildrop is the session's. */
        record Opened(Maildrop maildrop, MaildropLock.Lease lease) implements Opening {}

        /** It is another session's. */
        record InUse() implements Opening {}

        /** The store did not answer. */
        record Unavailable() implements Opening {}
    }

    private static Step pass(State.Authorization state, Command.Pass pass) {
        if (!state.channel().permitsPasswords()) {
            return Step.say(state, TLS_FIRST);
        }
        return switch (state.claim()) {
            case State.Claim.None() -> Step.say(state, USER_FIRST);
            case State.Claim.Name(String name) -> check(state, name, pass.password());
        };
    }

    private static Step auth(State.Authorization state, Command.Auth auth) {
        if (!state.channel().permitsPasswords()) {
            return Step.say(state, TLS_FIRST);
        }
        if (!auth.mechanism().equals("PLAIN")) {
            return Step.say(state, NO_SUCH_MECHANISM);
        }
        return switch (auth.initial()) {
            case Command.InitialResponse.Absent() -> Step.say(new State.Exchange(state), new Response.Continue());
            case Command.InitialResponse.Present(Secret base64) -> plain(state, PlainResponse.parseInitial(base64));
        };
    }

    private static Step plain(State.Authorization state, PlainResponse response) {
        return switch (response) {
            case PlainResponse.Message(SecretOctets octets) -> plain(state, octets.use(PlainMessage::parse));
            case PlainResponse.Cancelled() -> Step.say(state.withoutClaim(), CANCELLED);
            case PlainResponse.Malformed() -> Step.say(state.withoutClaim(), NOT_PLAIN);
        };
    }

    private static Step plain(State.Authorization state, PlainMessage message) {
        return switch (message) {
            case PlainMessage.Credentials(String user, Secret password) -> check(state, user, password);
            case PlainMessage.ForAnother() -> refused(state.afterFailure());
            case PlainMessage.Malformed() -> Step.say(state.withoutClaim(), NOT_PLAIN);
        };
    }

    private static Step check(State.Authorization state, String user, Secret password) {
        State.Authorization next = state.withoutClaim();
        return new Step(next, new Effect.Check(next, user, password));
    }

    private static Step refused(State.Authorization state) {
        return state.failures() < MAX_LOGIN_FAILURES
                ? new Step(state, new Effect.Say(WRONG, Effect.Pace.DELAYED))
                : new Step(new State.Closed(), new Effect.Part(WRONG, Effect.Pace.DELAYED));
    }

    private static Response.Ok stat(State.Transaction state) {
        return new Response.Ok(state.count() + " " + state.octets());
    }

    private static Step listing(
            State.Transaction state, Command.Selection selection, Function<Maildrop.Entry, String> shown) {
        return switch (selection) {
            case Command.Selection.All() -> {
                Iterable<String> lines = () -> state.numbers()
                        .mapToObj(number ->
                                number + " " + shown.apply(state.maildrop().entry(number)))
                        .iterator();
                yield new Step(state, new Effect.SayLines(new Response.Ok(state.count() + " messages"), lines));
            }
            case Command.Selection.One(int number) ->
                find(state, number, entry -> Step.say(state, new Response.Ok(number + " " + shown.apply(entry))));
        };
    }

    private static Step send(State.Transaction state, int number, Effect.Portion portion) {
        return find(state, number, entry -> new Step(state, new Effect.Send(state.maildrop(), entry, portion)));
    }

    private static Step dele(State.Transaction state, int number) {
        return find(
                state,
                number,
                entry -> Step.say(
                        state.marking(number), new Response.Ok("Message " + number + " is marked as deleted")));
    }

    private static Step quit(State.Transaction state) {
        long[] uids =
                state.deletions().numbers().mapToLong(state.maildrop()::uid).toArray();
        return uids.length == 0
                ? Step.part(BYE)
                : new Step(new State.Update(), new Effect.Remove(state.maildrop(), uids));
    }

    private static Step find(State.Transaction state, int number, Function<Maildrop.Entry, Step> use) {
        if (number > state.maildrop().size()) {
            return Step.say(state, NO_SUCH_MESSAGE);
        }
        return state.deletions().contains(number)
                ? Step.say(state, DELETED)
                : use.apply(state.maildrop().entry(number));
    }
}
