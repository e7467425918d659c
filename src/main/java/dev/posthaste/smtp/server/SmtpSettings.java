package dev.posthaste.smtp.server;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.listener.Networks;

/**
 * What is the same for all ports.
 *
 * @param hostname said in the greeting
 * @param postmaster who gets mail for {@code <Postmaster>} without a domain (RFC 5321 section 4.5.1)
 * @param relays who is served by LMTP: whoever speaks it needs no password
 * @param maxMessageOctets said as SIZE, and refused above at MAIL; intake counts for itself
 */
public record SmtpSettings(
        DomainName hostname,
        EmailAddress postmaster,
        Networks relays,
        long maxMessageOctets,
        ClearTextLogin clearTextLogin,
        Limits limits) {

    /** Where a password may be said without TLS. */
    public enum ClearTextLogin {
        /** Nowhere (RFC 8314 section 4.1). */
        NEVER,
        /** Between two programs on this machine: for trying things out. */
        ON_LOOPBACK
    }

    /** The size must be positive. */
    public SmtpSettings {
        if (maxMessageOctets < 1) {
            throw new IllegalArgumentException("maximal message size " + maxMessageOctets);
        }
    }
}
