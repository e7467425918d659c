package dev.posthaste.smtp.client;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.smtp.wire.Encoding;
import java.util.List;

/**
 * A message to be sent.
 *
 * @param header whether its header fields need SMTPUTF8; addresses say it of themselves
 * @param size octets of the content
 */
public record Outgoing(ReversePath from, List<EmailAddress> to, Encoding header, long size, Content content) {

    /** RFC 5321 section 4.5.3.1.8: what every host must be able to take. */
    public static final int MAX_RECIPIENTS = 100;

    /** At least one recipient, and no more than a host must take. */
    public Outgoing {
        to = List.copyOf(to);
        if (to.isEmpty() || to.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException(to.size() + " recipients");
        }
    }
}
