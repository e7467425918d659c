package dev.posthaste.address;

import java.nio.charset.StandardCharsets;

/**
 * A mailbox address: local part and domain (RFC 5321 section 4.1.2, RFC 6531 section 3.3). Address literals are no
 * addresses here.
 */
public record EmailAddress(LocalPart local, DomainName domain) {

    /** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
    public static final int MAX_OCTETS = 254;

    /** Both together, as they are written, must fit into a path: U-labels and quotes grow when they are written. */
    public EmailAddress {
        int octets = local.toString().getBytes(StandardCharsets.UTF_8).length
                + "@".length()
                + domain.ascii().length();
        if (octets > MAX_OCTETS) {
            throw new IllegalArgumentException("an address has at most " + MAX_OCTETS + " octets");
        }
    }

    /**
     * Reads {@code local@domain}, as an envelope has it: no display name, no comments.
     *
     * @throws AddressSyntaxException which says what is wrong
     */
    public static EmailAddress parse(String text) throws AddressSyntaxException {
        int at = text.lastIndexOf('@');
        if (at < 1) {
            throw new AddressSyntaxException("'" + Quoted.text(text) + "' is not an address: it has no '@'");
        }
        LocalPart local = LocalPart.parse(text.substring(0, at));
        DomainName domain = DomainName.parse(text.substring(at + 1));
        try {
            return new EmailAddress(local, domain);
        } catch (IllegalArgumentException tooLong) {
            throw new AddressSyntaxException("an address has at most " + MAX_OCTETS + " octets");
        }
    }

    /** For addresses that are constants of the program. */
    public static EmailAddress of(String text) {
        try {
            return parse(text);
        } catch (AddressSyntaxException notAnAddress) {
            throw new IllegalArgumentException(notAnAddress);
        }
    }

    /** The form in which addresses of this server are stored and compared: local part folded, domain in A-labels. */
    public String folded() {
        return local.folded() + '@' + domain.ascii();
    }

    /** Whether only a peer that speaks SMTPUTF8 can be told this address. */
    public boolean needsUtf8() {
        return local.needsUtf8();
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
