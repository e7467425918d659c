package dev.posthaste.smtp.client;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.ReversePath;
import dev.posthaste.smtp.wire.Encoding;
import java.util.List;

/**
 * A message to send.
 *
 * @param header whether its header fields need SMTPUTF8; addresses know for themselves
 * @param size octets of the content
 */
public record OutgoingMessage(ReversePath from, List<EmailAddress> to, Encoding header, long size, Content content) {

    /** Number of recipients that every host must accept (RFC 5321 section 4.5.3.1.8). */
    public static final int MAX_RECIPIENTS = 100;

    /** @throws IllegalArgumentException if there are no recipients or more than {@link #MAX_RECIPIENTS} */
    public OutgoingMessage {
        to = List.copyOf(to);
        if (to.isEmpty() || to.size() > MAX_RECIPIENTS) {
            throw new IllegalArgumentException(to.size() + " recipients");
        }
    }
}
