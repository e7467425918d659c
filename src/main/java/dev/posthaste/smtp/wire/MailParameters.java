package dev.posthaste.smtp.wire;

import dev.posthaste.address.ReversePath;

/**
 * What follows the reverse-path of a MAIL command.
 *
 * @param declaredOctets the size that the client expects the message to have, 0 if it does not say (RFC 1870 section 6)
 * @param submitter who first submitted the message as the client believes; empty if it does not say (RFC 4954 section 5)
 */
public record MailParameters(long declaredOctets, BodyType body, Encoding encoding, ReversePath submitter) {

    /** No parameter given. */
    public static final MailParameters NONE =
            new MailParameters(0, BodyType.SEVEN_BIT, Encoding.ASCII, ReversePath.empty());

    /** A size is not negative. */
    public MailParameters {
        if (declaredOctets < 0) {
            throw new IllegalArgumentException("SIZE=" + declaredOctets);
        }
    }
}
