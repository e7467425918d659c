package dev.posthaste.smtp.wire;

import dev.posthaste.address.ReversePath;
import java.util.Map;

/**
 * What follows the reverse-path of a MAIL command.
 *
 * @param declaredOctets the size that the client expects the message to have, 0 if it does not say (RFC 1870 section 6)
 * @param submitter who first submitted the message as the client believes; empty if it does not say (RFC 4954 section 5)
 * @param extended the values of parameters that extensions add, by keyword in upper case; empty for one without a value
 */
public record MailParameters(
        long declaredOctets, BodyType body, Encoding encoding, ReversePath submitter, Map<String, String> extended) {

    /** No parameter given. */
    public static final MailParameters NONE =
            new MailParameters(0, BodyType.SEVEN_BIT, Encoding.ASCII, ReversePath.empty());

    /** Without parameters of extensions. */
    public MailParameters(long declaredOctets, BodyType body, Encoding encoding, ReversePath submitter) {
        this(declaredOctets, body, encoding, submitter, Map.of());
    }

    /** A size is not negative. */
    public MailParameters {
        extended = Map.copyOf(extended);
        if (declaredOctets < 0) {
            throw new IllegalArgumentException("SIZE=" + declaredOctets);
        }
    }
}
