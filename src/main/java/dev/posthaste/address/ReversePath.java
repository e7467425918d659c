package dev.posthaste.address;

import java.util.Optional;

/** The address that delivery failures are reported to (RFC 5321 section 3.3). */
public sealed interface ReversePath {

    /** {@code <>}: marks a notification, which is never answered with another one (RFC 5321 section 4.5.5). */
    record Empty() implements ReversePath {
        @Override
        public String toString() {
            return "<>";
        }
    }

    /** {@code <alice@example.org>}. */
    record Sender(EmailAddress address) implements ReversePath {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    /** The null reverse-path {@code <>}. */
    static ReversePath empty() {
        return new Empty();
    }

    /** The reverse-path {@code <address>}. */
    static ReversePath of(EmailAddress address) {
        return new Sender(address);
    }

    /** The sender's address; empty for the null reverse-path. */
    default Optional<EmailAddress> sender() {
        return switch (this) {
            case Empty() -> Optional.empty();
            case Sender(EmailAddress address) -> Optional.of(address);
        };
    }
}
