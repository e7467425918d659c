package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;
import dev.posthaste.id.SecretOctets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The only response of SASL PLAIN, as it appears on a line. Package {@code login} interprets its octets.
 *
 * <pre>
 * line = base64 / "="              ; "=" is the empty initial response (RFC 5034 section 4)
 *      / "*"                       ; the client cancels
 * </pre>
 */
public sealed interface PlainResponse {

    /** The decoded message, which contains the password. */
    record Message(SecretOctets octets) implements PlainResponse {}

    /** The client cancelled the exchange (RFC 5034 section 4). */
    record Cancelled() implements PlainResponse {}

    /** Invalid base64. */
    record Malformed() implements PlainResponse {}

    /** Parses a response to a continuation. */
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

    /** Parses the initial response of AUTH, in which {@code *} has no meaning. */
    static PlainResponse parseInitial(Secret base64) {
        return base64.use(text -> switch (text) {
            case "*" -> new Malformed();
            case "=" -> new Message(new SecretOctets(new byte[0]));
            default -> parse(text.getBytes(StandardCharsets.UTF_8));
        });
    }
}
