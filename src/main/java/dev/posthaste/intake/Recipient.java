package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.account.Destination;
import dev.posthaste.address.EmailAddress;
import java.util.Optional;

/** One address that a message goes to, and where that leads. */
public record Recipient(EmailAddress address, Role role, Destination destination) {

    /** The account of this server that the address leads to; empty if it leads elsewhere or nowhere. */
    public Optional<AccountRef> account() {
        return switch (destination) {
            case Destination.Local(AccountRef account) -> Optional.of(account);
            case Destination.Full(AccountRef account) -> Optional.of(account);
            case Destination.Unknown unknown -> Optional.empty();
            case Destination.Elsewhere elsewhere -> Optional.empty();
        };
    }

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
