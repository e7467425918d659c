package dev.posthaste.intake;

import dev.posthaste.address.ReversePath;
import java.util.List;

/**
 * A message from another server, for recipients who are all local: it is kept as it came, below the trace fields of this
 * server.
 *
 * @param to at least one, each with a destination of this server
 * @param transport what the client declared that the message may need: SMTPUTF8, or nothing
 */
public record DeliverRequest(Origin origin, ReversePath from, List<Recipient> to, Acceptance.Transport transport) {

    /** Keeps its own copy of the recipients. */
    public DeliverRequest {
        to = List.copyOf(to);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("a delivery has a recipient");
        }
    }

    /** Whether each recipient is answered alone (RFC 2033 section 4.2), or all together (RFC 5321 section 4.2.5). */
    boolean isAnsweredForEach() {
        return origin.entrance() == Origin.Entrance.LMTP;
    }
}
