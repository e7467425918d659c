package dev.posthaste.imap.server;

import dev.posthaste.id.Secret;
import dev.posthaste.imap.wire.ResponseCode;
import dev.posthaste.imap.wire.SecretOctets;
import dev.posthaste.login.Login;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.login.Scope;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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

    /**
     * The one message of PLAIN, in base 64.
     *
     * <pre>
     * message = [authzid] NUL authcid NUL passwd      ; RFC 4616 section 2
     * </pre>
     */
    Uni<Outcome> plain(byte[] base64) {
        byte[] message;
        try {
            message = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return notGranted(Answer.bad("The response is not base 64"));
        }
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            return notGranted(Answer.bad("The response is no message of PLAIN"));
        }
        String authorized = new String(message, 0, first, StandardCharsets.UTF_8);
        String user = new String(message, first + 1, second - first - 1, StandardCharsets.UTF_8);
        if (!authorized.isEmpty() && !authorized.equals(user)) {
            return notGranted(
                    Answer.no(new ResponseCode("AUTHORIZATIONFAILED"), "Nobody can act for somebody else here"));
        }
        return check(user, Arrays.copyOfRange(message, second + 1, message.length));
    }

    private Uni<Outcome> check(String user, byte[] password) {
        if (!link.channel().permitsPasswords()) {
            return notGranted(TLS_FIRST);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(password))
                    .toString();
        } catch (CharacterCodingException notText) {
            return Uni.createFrom().item(new Outcome.WrongSecret());
        }
        return login.check(user, new Secret(text), Scope.MESSAGES_WRITE).map(LoginCommands::outcome);
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

    private static int indexOfNul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }
}
