package dev.posthaste.mime;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.address.LocalPart;
import java.util.Optional;

/**
 * One mailbox of an address field as it was written (RFC 5322 section 3.4), taken apart but not judged. The components
 * are those of an address in an IMAP ENVELOPE (RFC 9051 section 7.5.2); what is missing is the empty string.
 *
 * @param name the display name, quotes and backslashes removed, encoded words still encoded
 * @param route the obsolete source route, such as {@code @a.example,@b.example}
 * @param local the local part without quotes
 * @param host the domain or domain literal, as written
 */
public record Mailbox(String name, String route, String local, String host) implements Address {

    /** A mailbox as we write it. */
    public static Mailbox of(String displayName, EmailAddress address) {
        return new Mailbox(
                displayName, "", address.local().text(), address.domain().ascii());
    }

    /** A mailbox without a display name, as we write it. */
    public static Mailbox of(EmailAddress address) {
        return of("", address);
    }

    /**
     * The name as people read it. RFC 2047 section 5 forbids encoded words within a quoted string, yet many senders put
     * them there and every reader decodes them; so does this.
     */
    public String decodedName() {
        return EncodedWords.decode(name);
    }

    /** The address to which one could write, if it is one. */
    public Optional<EmailAddress> address() {
        try {
            return Optional.of(new EmailAddress(new LocalPart(local), DomainName.parse(host)));
        } catch (AddressSyntaxException | IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    /** {@code local@host} as it was written, for search and display; only the local part if there is no host. */
    public String spec() {
        return host.isEmpty() ? local : local + '@' + host;
    }
}
