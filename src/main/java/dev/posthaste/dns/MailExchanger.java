package dev.posthaste.dns;

import dev.posthaste.address.DomainName;

/** The content of an MX record (RFC 1035 section 3.3.9). */
public sealed interface MailExchanger {

    /** A host that accepts the domain's mail; the lowest preference is tried first. */
    record Host(int preference, DomainName name) implements MailExchanger {
        /** Refuses a preference that has not 16 bits. */
        public Host {
            if (preference < 0 || preference > MAX_PREFERENCE) {
                throw new IllegalArgumentException("preference " + preference);
            }
        }
    }

    /** {@code MX 0 .}: the domain accepts no mail (RFC 7505 section 3). */
    record Null() implements MailExchanger {}

    /** A preference has 16 bits. */
    int MAX_PREFERENCE = 0xFFFF;
}
