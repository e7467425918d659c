package dev.posthaste.address;

import java.net.IDN;
import java.util.Locale;

/**
 * A DNS domain name as used in an address, always in lower-case A-label form, so that two names denote the same domain
 * exactly if the values are equal (RFC 5321 section 2.3.5, RFC 5890 section 2.3.2.1). No trailing dot.
 */
public record DomainName(String ascii) implements Comparable<DomainName> {

    /** Maximum length in octets (RFC 5321 section 4.5.3.1.2). */
    public static final int MAX_OCTETS = 255;

    /** Maximum length of a label in octets (RFC 1035 section 2.3.4). */
    public static final int MAX_LABEL_OCTETS = 63;

    /**
     * Accepts only results of {@link #parse}; use that method.
     *
     * @throws IllegalArgumentException for any other text
     */
    public DomainName {
        requireValid(ascii);
    }

    /**
     * Parses a domain name in A-label or U-label form. A U-label with ß, ς or a joiner is refused, because IDNA2003,
     * the only version that the JDK supports, maps it to a different domain than IDNA2008 (RFC 5894 section 7.2). The
     * A-label of such a name is accepted.
     *
     * @throws AddressSyntaxException if the text is empty, too long, or contains a label that is not valid in a host
     *     name
     */
    public static DomainName parse(String text) throws AddressSyntaxException {
        if (text.isEmpty() || text.length() > MAX_OCTETS) {
            throw new AddressSyntaxException("a domain name has 1 to " + MAX_OCTETS + " characters");
        }
        if (text.chars().anyMatch(DomainName::isDeviation)) {
            throw new AddressSyntaxException("'" + Quoted.text(text) + "' must be written as xn--…");
        }
        try {
            String ascii = isAscii(text) ? text : IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
            return new DomainName(ascii.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notADomain) {
            throw new AddressSyntaxException("'" + Quoted.text(text) + "' is not a domain name");
        }
    }

    /**
     * Parses a constant of the program.
     *
     * @throws IllegalArgumentException if it is not a domain name
     */
    public static DomainName of(String text) {
        try {
            return parse(text);
        } catch (AddressSyntaxException notADomain) {
            throw new IllegalArgumentException(notADomain);
        }
    }

    /** The name for display, with U-labels where possible. */
    public String unicode() {
        return IDN.toUnicode(ascii);
    }

    @Override
    public int compareTo(DomainName other) {
        return ascii.compareTo(other.ascii);
    }

    @Override
    public String toString() {
        return ascii;
    }

    private static void requireValid(String ascii) {
        if (ascii.isEmpty() || ascii.length() > MAX_OCTETS) {
            throw new IllegalArgumentException("length of a domain name: " + ascii.length());
        }
        int label = 0;
        for (int i = 0; i <= ascii.length(); i++) {
            char c = i == ascii.length() ? '.' : ascii.charAt(i);
            if (c == '.') {
                if (label == 0 || label > MAX_LABEL_OCTETS || ascii.charAt(i - 1) == '-') {
                    throw new IllegalArgumentException("label that ends at " + i);
                }
                label = 0;
            } else if (isLabelCharacter(c) && !(c == '-' && label == 0)) {
                label++;
            } else {
                throw new IllegalArgumentException("character at " + i);
            }
        }
    }

    // An underscore is not a letter, digit or hyphen, but mail uses DNS names with underscores (_dmarc, s1._domainkey).
    private static boolean isLabelCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    // ß and its capital, final sigma and the two joiners: the deviation characters of UTS 46 section 2.3.
    private static boolean isDeviation(int c) {
        return c == 0xDF || c == 0x1E9E || c == 0x3C2 || c == 0x200C || c == 0x200D;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
