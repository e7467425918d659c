package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The one response of SASL PLAIN, as it stands on a line.
 *
 * <pre>
 * line    = base64 / "="              ; "=" is the empty initial response (RFC 5034 section 4)
 *         / "*"                       ; the client gives up
 * message = [authzid] NUL authcid NUL passwd      ; RFC 4616 section 2
 * </pre>
 */
public sealed interface PlainResponse {

    /** RFC 4616 section 2: no part has more. */
    int MAX_PART_CHARACTERS = 255;

    /** Who, and the proof. */
    record Credentials(String user, Secret password) implements PlainResponse {}

    /** The client gave up (RFC 5034 section 4). */
    record Cancelled() implements PlainResponse {}

    /** It wants to act as someone else, which nobody here may. */
    record OtherIdentity() implements PlainResponse {}

    /** Not base 64, or not of this form. */
    record Malformed() implements PlainResponse {}

    /** Reads the line of a client that was asked to go on. */
    static PlainResponse parse(byte[] line) {
        if (line.length == 1 && line[0] == '*') {
            return new Cancelled();
        }
        try {
            byte[] message = Base64.getDecoder().decode(line);
            return parseMessage(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException unreadable) {
            return new Malformed();
        }
    }

    /** Reads what stood on the line of AUTH itself; there {@code *} means nothing. */
    static PlainResponse parseInitial(Secret base64) {
        return base64.use(text -> text.equals("*") ? new Malformed() : parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static PlainResponse parseMessage(String message) {
        String[] parts = message.split("\0", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return new Malformed();
        }
        for (String part : parts) {
            if (part.length() > MAX_PART_CHARACTERS) {
                return new Malformed();
            }
        }
        if (!parts[0].isEmpty() && !parts[0].equals(parts[1])) {
            return new OtherIdentity();
        }
        return new Credentials(parts[1], new Secret(parts[2]));
    }
}
