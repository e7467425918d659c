package dev.posthaste.imap.server;

import dev.posthaste.id.Secret;
import dev.posthaste.imap.wire.Command;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.PlainMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** STARTTLS, LOGIN and AUTHENTICATE PLAIN. */
final class LoginCommands {

    /** Delay of the answer to a wrong password. */
    static final Duration FAILURE_DELAY = Duration.ofSeconds(2);

    /** Wrong passwords after which the connection ends. */
    static final int MAX_FAILURES = 3;

    private static final Answer TLS_FIRST =
            Answer.no(ResponseCode.PRIVACYREQUIRED, "Use TLS before you send a password");

    private static final Answer WRONG = Answer.no(ResponseCode.AUTHENTICATIONFAILED, "Name or password are wrong");

    private LoginCommands() {}

    static Step startTls(Task<State.NotAuthenticated> task, Command.StartTls command) {
        if (!task.state().client().channel().canStartTls()) {
            return task.finish(Answer.bad("TLS is active already"));
        }
        Answer begin = Answer.ok("Begin TLS negotiation now");
        return Step.to(
                new State.Securing(task.state(), task.tag()),
                new Effect.Write(begin.response(task.tag())),
                new Effect.StartTls());
    }

    static Step login(Task<State.NotAuthenticated> task, Command.Login command) {
        if (!permitsPasswords(task)) {
            return task.finish(TLS_FIRST);
        }
        return command.password().use(octets -> {
            try {
                String password = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(octets))
                        .toString();
                return check(task, command.user(), new Secret(password));
            } catch (CharacterCodingException notText) {
                return wrongPassword(task);
            }
        });
    }

    static Step authenticate(Task<State.NotAuthenticated> task, Command.Authenticate command) {
        // Before the client has sent anything: what it sends then is the password.
        if (!permitsPasswords(task)) {
            return task.finish(TLS_FIRST);
        }
        if (!command.mechanism().equals("PLAIN")) {
            return task.finish(Answer.no(ResponseCode.CANNOT, "Mechanism is not known"));
        }
        return switch (command.initial()) {
            case Command.InitialResponse.Given(var base64) -> base64.use(octets -> plain(task, octets));
            case Command.InitialResponse.None() ->
                Step.to(new State.Exchange(task.state(), task.tag()), new Effect.Write(new Response.Continuation("")));
        };
    }

    /** The client's line of a SASL exchange. */
    static Step response(Task<State.NotAuthenticated> task, byte[] line) {
        return line.length == 1 && line[0] == '*'
                ? task.finish(Answer.bad("Authentication cancelled"))
                : plain(task, line);
    }

    private static boolean permitsPasswords(Task<State.NotAuthenticated> task) {
        return task.state().client().channel().permitsPasswords();
    }

    /** The one message of PLAIN, in base 64. */
    private static Step plain(Task<State.NotAuthenticated> task, byte[] base64) {
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return task.finish(Answer.bad("The response is not base 64"));
        }
        return switch (PlainMessage.parse(message)) {
            case PlainMessage.Credentials(String user, Secret password) -> check(task, user, password);
            case PlainMessage.ForAnother() ->
                task.finish(
                        Answer.no(new ResponseCode("AUTHORIZATIONFAILED"), "Nobody can act for somebody else here"));
            case PlainMessage.Malformed() -> task.finish(Answer.bad("The response is no message of PLAIN"));
        };
    }

    private static Step check(Task<State.NotAuthenticated> task, String user, Secret password) {
        return task.ask(new Effect.CheckPassword(user, password, result -> checked(task, result)));
    }

    private static Step checked(Task<State.NotAuthenticated> task, LoginResult result) {
        return switch (result) {
            case LoginResult.Granted(var holder) -> {
                State.Authenticated state = new State.Authenticated(task.state().client(), holder);
                ResponseCode capability =
                        ResponseCode.capability(task.extensions().capabilities(state));
                yield task.in(state).finish(Answer.ok(capability, "Logged in"));
            }
            case LoginResult.Refused() -> wrongPassword(task);
            case LoginResult.Unavailable() ->
                task.finish(Answer.no(ResponseCode.UNAVAILABLE, "Passwords cannot be checked now"));
        };
    }

    private static Step wrongPassword(Task<State.NotAuthenticated> task) {
        State.NotAuthenticated state = task.state().afterFailure();
        List<Effect> slowly = List.of(new Effect.Pause(FAILURE_DELAY));
        if (state.failures() < MAX_FAILURES) {
            return task.in(state).finish(WRONG).behind(slowly);
        }
        List<Effect> effects = new ArrayList<>(slowly);
        effects.add(new Effect.Write(WRONG.response(task.tag())));
        return Session.end(state, ResponseCode.NONE, "Too many failures").behind(effects);
    }
}
