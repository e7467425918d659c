package dev.posthaste.api.email;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.EmailAddress;
import dev.posthaste.api.Access;
import dev.posthaste.api.ErrorCode;
import dev.posthaste.api.Findings;
import dev.posthaste.mime.Address;
import dev.posthaste.mime.AddressList;
import dev.posthaste.mime.Mailbox;
import java.util.List;
import java.util.Optional;

/**
 * Reads the people of a request. Stricter than reading a received message: what a program writes is refused where it is not
 * exactly one mailbox, and never guessed at.
 */
final class People {

    /** Characters of a display name. */
    static final int MAX_NAME = 200;

    private static final String HINT = "'ana@example.org', 'Ana <ana@example.org>' or {\"address\", \"name\"}";

    private People() {}

    /** Somebody with a valid address. */
    record Known(String name, EmailAddress address) {
        Mailbox mailbox() {
            return Mailbox.of(name, address);
        }
    }

    /** The person; empty, with a finding, if it is none. */
    static Optional<Known> read(String pointer, EmailDraft.Person person, Findings findings) {
        String address = person.address().strip();
        if (address.isEmpty()) {
            findings.add(pointer, ErrorCode.MISSING_FIELD, "the address is missing", HINT);
            return Optional.empty();
        }
        if (hasControls(address) || hasControls(person.name())) {
            findings.add(pointer, ErrorCode.INVALID_ADDRESS, "has a line break or another control character", HINT);
            return Optional.empty();
        }
        Optional<Known> known = person.name().isBlank() && address.endsWith(">")
                ? nameAddr(address)
                : addrSpec(pointer, address, findings)
                        .map(spec -> new Known(person.name().strip(), spec));
        if (known.isEmpty() && address.endsWith(">")) {
            findings.add(
                    pointer, ErrorCode.INVALID_ADDRESS, "'" + Access.shown(address) + "' is not one mailbox", HINT);
        }
        known.ifPresent(found -> findings.limit(pointer, found.name(), MAX_NAME));
        return known;
    }

    private static Optional<EmailAddress> addrSpec(String pointer, String text, Findings findings) {
        try {
            return Optional.of(EmailAddress.parse(text));
        } catch (AddressSyntaxException notAnAddress) {
            if (!text.endsWith(">")) {
                findings.add(pointer, ErrorCode.INVALID_ADDRESS, String.valueOf(notAnAddress.getMessage()), HINT);
            }
            return Optional.empty();
        }
    }

    /** {@code display-name "<" addr-spec ">"} (RFC 5322 section 3.4). */
    private static Optional<Known> nameAddr(String text) {
        List<Address> entries = AddressList.parse(text).entries();
        return entries.size() == 1 && entries.getFirst() instanceof Mailbox mailbox
                ? mailbox.address()
                        .map(address -> new Known(mailbox.decodedName(), address))
                        .filter(known -> !hasControls(known.name()))
                : Optional.empty();
    }

    private static boolean hasControls(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }
}
