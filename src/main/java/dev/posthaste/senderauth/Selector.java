package dev.posthaste.senderauth;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;

/** Distinguishes the keys of one domain (RFC 6376 section 3.1): {@code s1} in {@code s1._domainkey.example.org}. */
public record Selector(DomainName name) {

    /**
     * Parses a constant of the program.
     *
     * @throws IllegalArgumentException if it is not a selector
     */
    public static Selector of(String text) {
        return new Selector(DomainName.of(text));
    }

    /**
     * The DNS name that publishes the key of this selector (RFC 6376 section 3.6.2.1).
     *
     * @throws AddressSyntaxException if selector and domain together are too long for a name
     */
    public DomainName keyName(DomainName domain) throws AddressSyntaxException {
        return DomainName.parse(name.ascii() + "._domainkey." + domain.ascii());
    }

    @Override
    public String toString() {
        return name.ascii();
    }
}
