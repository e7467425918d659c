package dev.posthaste.login;

import dev.posthaste.id.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The message of SASL PLAIN, as SMTP, IMAP and POP3 decoded it.
 *
 * <pre>
 * message = [authzid] UTF8NUL authcid UTF8NUL passwd      ; RFC 4616 section 2
 * </pre>
 */
public sealed interface PlainMessage {

    /** RFC 4616 section 2: no part has more. */
    int MAX_PART_OCTETS = 255;

    /** The authentication identity and its password; neither is empty. */
    record Credentials(String user, Secret password) implements PlainMessage {}

    /** The authorization identity differs from the authentication identity; proxy authorization is not supported. */
    record ForAnother() implements PlainMessage {}

    /** Not of this form, a part of more than {@link #MAX_PART_OCTETS} octets, or invalid UTF-8. */
    record Malformed() implements PlainMessage {}

    /** Parses the message after its base64 encoding was removed. */
    static PlainMessage parse(byte[] message) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = 0; at <= message.length; at++) {
            if (at == message.length || message[at] == 0) {
                if (at - from > MAX_PART_OCTETS || parts.size() == 3) {
                    return new Malformed();
                }
                try {
                    parts.add(text(message, from, at));
                } catch (CharacterCodingException noText) {
                    return new Malformed();
                }
                from = at + 1;
            }
        }
        return of(parts);
    }

    private static PlainMessage of(List<String> parts) {
        if (parts.size() != 3 || parts.get(1).isEmpty() || parts.get(2).isEmpty()) {
            return new Malformed();
        }
        if (!parts.get(0).isEmpty() && !parts.get(0).equals(parts.get(1))) {
            return new ForAnother();
        }
        return new Credentials(parts.get(1), new Secret(parts.get(2)));
    }

    private static String text(byte[] octets, int from, int to) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets, from, to - from))
                .toString();
    }
}
