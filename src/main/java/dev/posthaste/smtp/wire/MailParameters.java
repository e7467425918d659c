package dev.posthaste.smtp.wire;

import dev.posthaste.address.ReversePath;

/**
 * The parameters of a MAIL command.
 *
 * @param declaredOctets the declared size of the message, 0 if none (RFC 1870 section 6)
 * @param submitter the original submitter according to the client; empty if none (RFC 4954 section 5)
 */
public record MailParameters(long declaredOctets, BodyType body, Encoding encoding, ReversePath submitter) {

    /** No parameters. */
    public static final MailParameters NONE =
            new MailParameters(0, BodyType.SEVEN_BIT, Encoding.ASCII, ReversePath.empty());

    /** @throws IllegalArgumentException if the size is negative */
    public MailParameters {
        if (declaredOctets < 0) {
            throw new IllegalArgumentException("SIZE=" + declaredOctets);
        }
    }
}
