package dev.posthaste.pop3.wire;

import dev.posthaste.id.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /** The octets of the message; a password is among them, so they are never printed. */
    final class Message implements PlainResponse {
        private final byte[] octets;

        Message(byte[] octets) {
            this.octets = octets;
        }

        /** A copy of what was sent. */
        public byte[] octets() {
            return octets.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Message that && Arrays.equals(octets, that.octets);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(octets);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

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
            return new Message(Base64.getDecoder().decode(line));
        } catch (IllegalArgumentException noBase64) {
            return new Malformed();
        }
    }

    /** Reads what stood on the line of AUTH itself; there {@code *} means nothing. */
    static PlainResponse parseInitial(Secret base64) {
        return base64.use(text -> switch (text) {
            case "*" -> new Malformed();
            case "=" -> new Message(new byte[0]);
            default -> parse(text.getBytes(StandardCharsets.UTF_8));
        });
    }
}
