package dev.posthaste.delivery.report;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Settlement;
import java.util.Optional;

/** A recipient who will not get the message. */
record Failed(Settlement settlement, Cause cause, Reason reason) {

    /** Why nothing more is tried. */
    enum Reason {
        /** The destination refused it, or does not exist. */
        REFUSED,
        /** It was tried for too long. */
        EXPIRED
    }

    /** A settlement that is a failure; empty for one that is none. */
    static Optional<Failed> of(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Bounced bounced -> Optional.of(new Failed(bounced, bounced.cause(), Reason.REFUSED));
            case Settlement.Expired expired -> Optional.of(new Failed(expired, expired.cause(), Reason.EXPIRED));
            case Settlement.Delivered delivered -> Optional.empty();
            case Settlement.Deferred deferred -> Optional.empty();
        };
    }

    EmailAddress recipient() {
        return settlement.result().lease().recipient();
    }
}
