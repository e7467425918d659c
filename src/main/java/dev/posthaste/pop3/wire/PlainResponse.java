package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;
import dev.posthaste.id.SecretOctets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The one response of SASL PLAIN, as it stands on a line. What its octets mean is for {@code login} to say.
 *
 * <pre>
 * line = base64 / "="              ; "=" is the empty initial response (RFC 5034 section 4)
 *      / "*"                       ; the client gives up
 * </pre>
 */
public sealed interface PlainResponse {

    /** The octets of the message; a password is among them. */
    record Message(SecretOctets octets) implements PlainResponse {}

    /** The client gave up (RFC 5034 section 4). */
    record Cancelled() implements PlainResponse {}

    /** Not base 64. */
    record Malformed() implements PlainResponse {}

    /** Reads the line of a client that was asked to go on. */
    static PlainResponse parse(byte[] line) {
        if (line.length == 1 && line[0] == '*') {
            return new Cancelled();
        }
        try {
            return new Message(new SecretOctets(Base64.getDecoder().decode(line)));
        } catch (IllegalArgumentException noBase64) {
            return new Malformed();
        }
    }

    /** Reads what stood on the line of AUTH itself; there {@code *} means nothing. */
    static PlainResponse parseInitial(Secret base64) {
        return base64.use(text -> switch (text) {
            case "*" -> new Malformed();
            case "=" -> new Message(new SecretOctets(new byte[0]));
            default -> parse(text.getBytes(StandardCharsets.UTF_8));
        });
    }
}
