package dev.posthaste.smtp.wire;

import dev.posthaste.id.SecretOctets;
import java.util.Optional;

/** A client's response in a SASL exchange (RFC 4954 section 4). It may contain a password. */
public sealed interface SaslResponse {

    /** Maximum length of the base64 of one response, with CRLF (RFC 4954 section 4). */
    int MAX_LINE_OCTETS = 12_288;

    /** AUTH had no initial response. */
    record None() implements SaslResponse {}

    /** {@code *}: the client cancels the exchange. */
    record Cancelled() implements SaslResponse {}

    /** The decoded response, which may be empty. */
    record Octets(SecretOctets octets) implements SaslResponse {
        /** Copies the octets. */
        public Octets(byte[] octets) {
            this(new SecretOctets(octets));
        }
    }

    /**
     * Parses a line of an exchange; empty if it is not base64.
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
