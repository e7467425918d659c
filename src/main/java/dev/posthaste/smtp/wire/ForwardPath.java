package dev.posthaste.smtp.wire;

import dev.posthaste.address.EmailAddress;

/** The destination of a message (RFC 5321 section 4.1.1.3). */
public sealed interface ForwardPath {

    /**
     * {@code <Postmaster>} without a domain: this server's postmaster, who must be reachable (RFC 5321 section 4.5.1).
     */
    record Postmaster() implements ForwardPath {
        @Override
        public String toString() {
            return "<Postmaster>";
        }
    }

    /** {@code <bob@example.org>}. */
    record Recipient(EmailAddress address) implements ForwardPath {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    /** The path to an address. */
    static ForwardPath to(EmailAddress address) {
        return new Recipient(address);
    }
}
