package dev.posthaste.mime;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.LocalPart;
import java.util.Optional;

/**
 * One mailbox of an address field as written (RFC 5322 section 3.4), split into components but not validated. The
 * components are those of an address in an IMAP ENVELOPE (RFC 9051 section 7.5.2); a missing one is the empty string.
 *
 * @param name the display name without quotes and backslashes, with encoded words not decoded
 * @param route the obsolete source route, such as {@code @a.example,@b.example}
 * @param local the local part without quotes
 * @param host the domain or domain literal, as written
 */
public record Mailbox(String name, String route, String local, String host) implements Address {

    /** A mailbox for a composed message. */
    public static Mailbox of(String displayName, EmailAddress address) {
        return new Mailbox(
                displayName, "", address.local().text(), address.domain().ascii());
    }

    /** A mailbox for a composed message, without display name. */
    public static Mailbox of(EmailAddress address) {
        return of("", address);
    }

    /**
     * The name for display. Decodes encoded words in quoted strings too: RFC 2047 section 5 forbids them there, but
     * many senders write them and every reader decodes them.
     */
    public String decodedName() {
        return EncodedWords.decode(name);
    }

    /** The address, if it is valid. */
    public Optional<EmailAddress> address() {
        try {
            return Optional.of(new EmailAddress(new LocalPart(local), DomainName.parse(host)));
        } catch (AddressSyntaxException | IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** {@code local@host} as written, for search and display; only the local part if there is no host. */
    public String spec() {
        return host.isEmpty() ? local : local + '@' + host;
    }
}
