package dev.posthaste.address;

import java.nio.charset.StandardCharsets;

/**
 * A mailbox address: local part and domain (RFC 5321 section 4.1.2, RFC 6531 section 3.3). Address literals are not
 * supported.
 */
public record EmailAddress(LocalPart local, DomainName domain) {

    /** Maximum length in octets: the path limit of RFC 5321 section 4.5.3.1.3 without the angle brackets. */
    public static final int MAX_OCTETS = 254;

    /**
     * The written form must fit into a path; U-labels and quoting make it longer than the parsed text.
     *
     * @throws IllegalArgumentException if the address is longer than {@link #MAX_OCTETS}
     */
    public EmailAddress {
        int octets = local.toString().getBytes(StandardCharsets.UTF_8).length
                + "@".length()
                + domain.ascii().length();
        if (octets > MAX_OCTETS) {
            throw new IllegalArgumentException("an address has at most " + MAX_OCTETS + " octets");
        }
    }

    /**
     * Parses {@code local@domain} as used in an envelope, without display name or comments.
     *
     * @throws AddressSyntaxException with a message that says what is wrong
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

    /**
     * Parses a constant of the program.
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public static EmailAddress of(String text) {
        try {
            return parse(text);
        } catch (AddressSyntaxException notAnAddress) {
            throw new IllegalArgumentException(notAnAddress);
        }
    }

    /**
     * The form in which addresses of this server are stored and compared: local part case-folded, domain in A-labels.
     */
    public String folded() {
        return local.folded() + '@' + domain.ascii();
    }

    /** Whether only a peer with SMTPUTF8 can receive this address. */
    public boolean needsUtf8() {
        return local.needsUtf8();
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
