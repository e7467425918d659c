package dev.posthaste.smtp.wire;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Base64 with padding, as SASL requires (RFC 4648 section 4). */
final class Base64Text {

    private Base64Text() {}

    /** Decodes; empty for text that is not base64, lacks its padding, or ends in an incomplete unit. */
    static Optional<byte[]> decode(byte[] text, int from, int to) {
        if ((to - from) % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(Arrays.copyOfRange(text, from, to)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
