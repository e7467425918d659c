package dev.posthaste.intake;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.HeaderBlock;
import dev.posthaste.mime.HeaderField;
import dev.posthaste.mime.Mailbox;
import java.util.List;
import java.util.Optional;

/** The From field of a header (RFC 5322 section 3.6.2). */
final class Author {

    private Author() {}

    static List<Mailbox> mailboxes(HeaderBlock header) {
        return header.first("From")
                .map(HeaderField::value)
                .map(AddressList::parse)
                .orElse(AddressList.EMPTY)
                .mailboxes();
    }

    /** The domain of the first author that has an address. */
    static Optional<DomainName> domain(HeaderBlock header) {
        return mailboxes(header).stream()
                .flatMap(author -> author.address().stream())
                .map(EmailAddress::domain)
                .findFirst();
    }
}
