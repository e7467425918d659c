package dev.posthaste.smtp.server;

import dev.posthaste.id.Secret;
import dev.posthaste.login.PlainMessage;
import dev.posthaste.smtp.wire.Reply;
import dev.posthaste.smtp.wire.SaslResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How far a SASL exchange has come, and so what the client's next line means. */
sealed interface Exchange {

    /** {@code Username:} in base 64, as the clients that still need LOGIN expect it. */
    Reply ASK_USER = Reply.plain(334, "VXNlcm5hbWU6");

    /** {@code Password:} in base 64. */
    Reply ASK_PASSWORD = Reply.plain(334, "UGFzc3dvcmQ6");

    /** No challenge. */
    Reply ASK = Reply.plain(334, "");

    /** The only message of PLAIN is awaited. */
    record Plain() implements Exchange {}

    /** The user's name is awaited, as LOGIN has it (draft-murchison-sasl-login). */
    record LoginUser() implements Exchange {}

    /** The password is awaited. */
    record LoginPassword(String user) implements Exchange {}

    /** What a line of the client led to. */
    sealed interface Next {
        /** More is needed. */
        record Ask(Exchange exchange, Reply challenge) implements Next {}

        /** All is there. */
        record Credentials(String user, Secret password) implements Next {}

        /** The client wants to act for somebody else, which nobody may here. */
        record ForAnother() implements Next {}

        /** No message of this mechanism. */
        record Malformed() implements Next {}
    }

    /** The exchange of a mechanism; empty if we do not have it. */
    static Optional<Exchange> of(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Optional.of(new Plain());
            case "LOGIN" -> Optional.of(new LoginUser());
            default -> Optional.empty();
        };
    }

    /** What we say first if the client did not. */
    default Reply challenge() {
        return switch (this) {
            case Plain() -> ASK;
            case LoginUser() -> ASK_USER;
            case LoginPassword(String user) -> ASK_PASSWORD;
        };
    }

    /** Goes on with what the client said. */
    default Next on(SaslResponse.Octets response) {
        return response.octets().use(this::on);
    }

    private Next on(byte[] response) {
        return switch (this) {
            case Plain() -> plain(PlainMessage.parse(response));
            case LoginUser() -> utf8(response).map(Exchange::user).orElseGet(Next.Malformed::new);
            case LoginPassword(String user) ->
                utf8(response).map(password -> credentials(user, password)).orElseGet(Next.Malformed::new);
        };
    }

    private static Next plain(PlainMessage message) {
        return switch (message) {
            case PlainMessage.Credentials(String user, Secret password) -> new Next.Credentials(user, password);
            case PlainMessage.ForAnother() -> new Next.ForAnother();
            case PlainMessage.Malformed() -> new Next.Malformed();
        };
    }

    private static Next user(String user) {
        return isText(user) ? new Next.Ask(new LoginPassword(user), ASK_PASSWORD) : new Next.Malformed();
    }

    private static Next credentials(String user, String password) {
        return isText(user) && isText(password)
                ? new Next.Credentials(user, new Secret(password))
                : new Next.Malformed();
    }

    private static boolean isText(String text) {
        return !text.isEmpty() && text.indexOf('\0') < 0;
    }

    private static Optional<String> utf8(byte[] octets) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
