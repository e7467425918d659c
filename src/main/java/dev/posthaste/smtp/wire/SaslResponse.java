package dev.posthaste.smtp.wire;

import dev.posthaste.id.SecretOctets;
import java.util.Optional;

/**
 * What a client answers in a SASL exchange (RFC 4954 section 4). It may be a password.
 */
public sealed interface SaslResponse {

    /** RFC 4954 section 4: base 64 of one response, CRLF included. */
    int MAX_LINE_OCTETS = 12_288;

    /** AUTH came without an initial response. */
    record None() implements SaslResponse {}

    /** {@code *}: the client gives up. */
    record Cancelled() implements SaslResponse {}

    /** Octets, perhaps none. */
    record Octets(SecretOctets octets) implements SaslResponse {
        /** Keeps a copy. */
        public Octets(byte[] octets) {
            this(new SecretOctets(octets));
        }
    }

    /**
     * Reads a line that continues an exchange; empty if it is no base 64.
     *
     * <pre>
     * response = [ base64 ] CRLF / "*" CRLF       ; RFC 4954 section 4
     * </pre>
     */
    static Optional<SaslResponse> parse(byte[] line, int from, int to) {
        if (to - from == 1 && line[from] == '*') {
            return Optional.of(new Cancelled());
        }
        return Base64Text.decode(line, from, to).map(Octets::new);
    }
}
