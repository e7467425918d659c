package dev.posthaste.delivery.report;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.queue.Cause;
import dev.posthaste.queue.Settlement;
import java.util.Optional;

/** A recipient that will not receive the message. */
record Failed(Settlement settlement, Cause cause, Reason reason) {

    /** Why delivery is not attempted again. */
    enum Reason {
        /** The destination refused the recipient or does not exist. */
        REFUSED,
        /** The retry time was exceeded. */
        EXPIRED
    }

    /** The failure of a settlement; empty if it is not a failure. */
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
