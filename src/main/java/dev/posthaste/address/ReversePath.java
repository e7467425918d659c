package dev.posthaste.address;

import java.util.Optional;

/** Who is told when a message cannot be delivered (RFC 5321 section 3.3). */
public sealed interface ReversePath {

    /** {@code <>}: a notice, never answered with another (RFC 5321 section 4.5.5). */
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

    /** The null reverse-path. */
    static ReversePath empty() {
        return new Empty();
    }

    /** The reverse-path of a sender. */
    static ReversePath of(EmailAddress address) {
        return new Sender(address);
    }

    /** The sender, where there is one. */
    default Optional<EmailAddress> sender() {
        return switch (this) {
            case Empty() -> Optional.empty();
            case Sender(EmailAddress address) -> Optional.of(address);
        };
    }
}
