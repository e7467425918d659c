package dev.posthaste.senderauth;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;

/** Tells the keys of one domain apart (RFC 6376 section 3.1): {@code s1} of {@code s1._domainkey.example.org}. */
public record Selector(DomainName name) {

    /** For selectors that are constants of the program. */
    public static Selector of(String text) {
        return new Selector(DomainName.of(text));
    }

    /**
     * The name at which the key of this selector is published (RFC 6376 section 3.6.2.1).
     *
     * @throws AddressSyntaxException if both together are too long for a name
     */
    public DomainName keyName(DomainName domain) throws AddressSyntaxException {
        return DomainName.parse(name.ascii() + "._domainkey." + domain.ascii());
    }

    @Override
    public String toString() {
        return name.ascii();
    }
}
