package dev.posthaste.imap.server;

import dev.posthaste.imap.server.SessionView.Numbers;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.SearchReturn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides what each input does to a session. Knows no socket, no store and no clock: a step is the next state and described
 * effects. Inputs come one at a time; the next is given when the effects of the one before are done.
 */
final class Session {

    /** So many malformed commands in a row, and the connection ends: the other side does not speak IMAP. */
    static final int MAX_MALFORMED = 20;

    /** The same before login, where browsers and scanners come by. */
    static final int MAX_MALFORMED_BEFORE_LOGIN = 5;

    private static final Answer UNAVAILABLE =
            Answer.no(ResponseCode.UNAVAILABLE, "Something went wrong here, try again later");

    private final Extensions extensions;

    /** Sessions with these commands and capabilities. */
    Session(List<Extension> extensions) {
        this.extensions = new Extensions(extensions);
    }

    Extensions extensions() {
        return extensions;
    }

    /** What an input does. */
    Step on(State state, Input input) {
        return switch (input) {
            case Input.Connected(var channel) -> greet(State.NotAuthenticated.begin(channel));
            case Input.Command(String tag, Invocation command) ->
                command.on(extensions, afterCommand(ready(state)), tag);
            case Input.Malformed(String tag, String why) -> malformed(state, tag, why);
            case Input.UnknownCharset(String tag, var returns) -> unknownCharset(ready(state), tag, returns);
            case Input.Line(byte[] octets) -> line(state, octets);
            case Input.Literal() -> literal(state);
            case Input.Failed() -> failed(state);
            case Input.Changed() -> changed(state);
            case Input.Secured(var channel) ->
                state instanceof State.Securing securing
                        ? Step.to(State.NotAuthenticated.begin(
                                channel, securing.from().failures()))
                        : unexpected(state, input);
            case Input.End(ResponseCode code, String why) -> end(state, code, why);
            case Input.Disconnected() ->
                Step.to(new State.LoggedOut(state.client()), new Effect.AbortMessage(), new Effect.Unwatch());
        };
    }

    private Step greet(State.NotAuthenticated state) {
        ResponseCode capability = ResponseCode.capability(extensions.capabilities(state));
        return Step.to(state, new Effect.Write(Response.ok(capability, "Posthaste IMAP is ready")));
    }

    private static State.Ready ready(State state) {
        if (state instanceof State.Ready ready) {
            return ready;
        }
        throw new IllegalStateException(
                "no command is expected in " + state.getClass().getSimpleName());
    }

    private static State.Ready afterCommand(State.Ready state) {
        return state.client().malformed() == 0
                ? state
                : state.with(state.client().afterCommand());
    }

    private static Step unexpected(State state, Input input) {
        throw new IllegalStateException(
                input.getClass().getSimpleName() + " in " + state.getClass().getSimpleName());
    }

    private Task<State.Ready> task(State.Ready state, String tag) {
        return new Task<>(extensions, state, tag);
    }

    /** A line that is no command: of a SASL exchange, the end of IDLE, what follows the message of an APPEND. */
    private Step line(State state, byte[] octets) {
        return switch (state) {
            case State.Exchange(var from, String tag) ->
                LoginCommands.response(new Task<>(extensions, from, tag), octets);
            case State.Idling(var from, String tag) ->
                new String(octets, StandardCharsets.ISO_8859_1)
                                .toUpperCase(Locale.ROOT)
                                .equals("DONE")
                        ? task(from, tag).finish(Answer.ok("Idled"))
                        : malformed(state, tag, "Expected DONE");
            case State.Appending(var from, String tag) ->
                octets.length == 0
                        ? AppendCommand.end(new Task<>(extensions, from, tag))
                        : malformed(state, tag, "Expected the end of the command");
            case State.Ready ready -> unexpected(ready, new Input.Line(octets));
            case State.Working working -> unexpected(working, new Input.Line(octets));
            case State.Securing securing -> unexpected(securing, new Input.Line(octets));
            case State.LoggedOut over -> Step.to(over);
        };
    }

    private Step literal(State state) {
        return switch (state) {
            case State.Exchange(var from, String tag) -> malformed(state, tag, "Expected a response");
            case State.Idling(var from, String tag) -> malformed(state, tag, "Expected DONE");
            case State.Appending(var from, String tag) -> malformed(state, tag, "Expected the end of the command");
            case State.Ready ready -> unexpected(ready, new Input.Literal());
            case State.Working working -> unexpected(working, new Input.Literal());
            case State.Securing securing -> unexpected(securing, new Input.Literal());
            case State.LoggedOut over -> Step.to(over);
        };
    }

    private Step malformed(State state, String tag, String why) {
        return switch (state) {
            case State.Ready ready -> malformedCommand(ready, tag, why);
            case State.Appending(var from, String appending) ->
                malformedCommand(from, appending, why).behind(List.of(new Effect.AbortMessage()));
            case State.Exchange(var from, String exchange) -> malformedCommand(from, exchange, why);
            case State.Idling(var from, String idling) -> malformedCommand(from, idling, why);
            case State.Working working -> unexpected(working, new Input.Malformed(tag, why));
            case State.Securing securing -> unexpected(securing, new Input.Malformed(tag, why));
            case State.LoggedOut over -> Step.to(over);
        };
    }

    private Step malformedCommand(State.Ready state, String tag, String why) {
        State.Ready next = state.with(state.client().afterMalformed());
        int limit = state.isLoggedIn() ? MAX_MALFORMED : MAX_MALFORMED_BEFORE_LOGIN;
        return next.client().malformed() >= limit
                ? end(next, ResponseCode.NONE, "Too many commands that are none")
                : task(next, tag).finish(Answer.bad(why));
    }

    private Step unknownCharset(State.Ready state, String tag, Set<SearchReturn> returns) {
        if (state instanceof State.Selected selected) {
            SearchCommand.forgetSaved(selected.view(), returns);
        }
        return task(state, tag).finish(Answer.no(ResponseCode.badCharset(), "The charset is not known"));
    }

    private static Step failed(State state) {
        if (!(state instanceof State.Working(State.Ready from, String tag, State.OnFailure onFailure))) {
            return end(state, UNAVAILABLE.code(), UNAVAILABLE.text());
        }
        return switch (onFailure) {
            case ANSWER -> failed(from, tag);
            case ANSWER_AND_FORGET_SAVED -> {
                if (from instanceof State.Selected selected) {
                    selected.view().forgetSaved();
                }
                yield failed(from, tag);
            }
            case END -> end(from, UNAVAILABLE.code(), UNAVAILABLE.text());
        };
    }

    // The store is not asked for changes again: it may be what failed.
    private static Step failed(State.Ready from, String tag) {
        List<Effect> effects = new ArrayList<>();
        if (!(from instanceof State.Selected)) {
            // A mailbox that could not be selected is watched already.
            effects.add(new Effect.Unwatch());
        }
        effects.addAll(Refresh.report(from, Numbers.STAY));
        effects.add(new Effect.Write(UNAVAILABLE.response(tag)));
        return new Step(from, effects);
    }

    private Step changed(State state) {
        return state instanceof State.Idling(State.LoggedIn from, String tag)
                ? SessionCommands.reportWhileIdle(new Task<>(extensions, from, tag), Effect.When.NOTICED)
                : Step.to(state);
    }

    /** Says why, and ends the session; a message that was on its way is given up. */
    static Step end(State state, ResponseCode code, String why) {
        return Step.to(
                new State.LoggedOut(state.client()),
                new Effect.Unwatch(),
                new Effect.Write(Response.bye(code, why)),
                new Effect.AbortMessage(),
                new Effect.Close());
    }
}
