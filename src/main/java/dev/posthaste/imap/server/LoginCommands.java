package dev.posthaste.imap.server;

import dev.posthaste.id.Secret;
import dev.posthaste.id.SecretOctets;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.PlainMessage;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** LOGIN and AUTHENTICATE PLAIN. */
final class LoginCommands {

    /** A wrong password is answered after this time; who guesses has to wait. */
    static final Duration FAILURE_DELAY = Duration.ofSeconds(2);

    /** After so many wrong passwords the connection ends. */
    static final int MAX_FAILURES = 3;

    static final Answer TLS_FIRST = Answer.no(ResponseCode.PRIVACYREQUIRED, "Use TLS before you send a password");

    /** What came of it. */
    sealed interface Outcome {
        record Granted(AccountHolder holder) implements Outcome {}

        record WrongSecret() implements Outcome {}

        record NotGranted(Answer answer) implements Outcome {}
    }

    private final Login login;
    private final Link link;

    LoginCommands(Login login, Link link) {
        this.login = login;
        this.link = link;
    }

    Uni<Outcome> login(String user, SecretOctets password) {
        return password.use(octets -> check(user, octets));
    }

    /** The one message of PLAIN, in base 64. */
    Uni<Outcome> plain(byte[] base64) {
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return notGranted(Answer.bad("The response is not base 64"));
        }
        return switch (PlainMessage.parse(message)) {
            case PlainMessage.Credentials(String user, Secret password) -> check(user, password);
            case PlainMessage.ForAnother() ->
                notGranted(Answer.no(new ResponseCode("AUTHORIZATIONFAILED"), "Nobody can act for somebody else here"));
            case PlainMessage.Malformed() -> notGranted(Answer.bad("The response is no message of PLAIN"));
        };
    }

    private Uni<Outcome> check(String user, byte[] password) {
        try {
            return check(
                    user,
                    new Secret(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(password))
                            .toString()));
        } catch (CharacterCodingException notText) {
            return Uni.createFrom().item(new Outcome.WrongSecret());
        }
    }

    private Uni<Outcome> check(String user, Secret password) {
        return link.channel().permitsPasswords()
                ? login.check(user, password, Scope.MESSAGES_WRITE).map(LoginCommands::outcome)
                : notGranted(TLS_FIRST);
    }

    private static Outcome outcome(LoginResult result) {
        return switch (result) {
            case LoginResult.Granted(AccountHolder holder) -> new Outcome.Granted(holder);
            case LoginResult.Refused() -> new Outcome.WrongSecret();
            case LoginResult.Unavailable() ->
                new Outcome.NotGranted(Answer.no(ResponseCode.UNAVAILABLE, "Passwords cannot be checked now"));
        };
    }

    private static Uni<Outcome> notGranted(Answer answer) {
        return Uni.createFrom().item(new Outcome.NotGranted(answer));
    }
}
