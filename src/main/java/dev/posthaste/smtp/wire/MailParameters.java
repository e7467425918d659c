package dev.posthaste.smtp.wire;

import dev.posthaste.address.ReversePath;
import java.util.Map;

/**
 * The parameters of a MAIL command.
 *
 * @param declaredOctets the declared size of the message, 0 if none (RFC 1870 section 6)
 * @param submitter the original submitter according to the client; empty if none (RFC 4954 section 5)
 * @param extended values of extension parameters, by keyword in upper case; empty for a parameter without a value
 */
public record MailParameters(
        long declaredOctets, BodyType body, Encoding encoding, ReversePath submitter, Map<String, String> extended) {

    /** No parameters. */
    public static final MailParameters NONE =
            new MailParameters(0, BodyType.SEVEN_BIT, Encoding.ASCII, ReversePath.empty());

    /** Parameters without extensions. */
    public MailParameters(long declaredOctets, BodyType body, Encoding encoding, ReversePath submitter) {
        this(declaredOctets, body, encoding, submitter, Map.of());
    }

    /** @throws IllegalArgumentException if the size is negative */
    public MailParameters {
        extended = Map.copyOf(extended);
        if (declaredOctets < 0) {
            throw new IllegalArgumentException("SIZE=" + declaredOctets);
        }
    }
}
