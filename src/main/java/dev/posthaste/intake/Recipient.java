package dev.posthaste.intake;

import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;

/** One address that a message goes to, and where that leads. */
public record Recipient(EmailAddress address, Role role, Destination destination) {

    /** Where the address stood in the submission. */
    public enum Role {
        /** The To field. */
        TO,
        /** The Cc field. */
        CC,
        /** The Bcc field, of which the message keeps no trace. */
        BCC,
        /** An SMTP envelope, which tells no role. */
        ENVELOPE
    }
}
