package dev.posthaste.smtp.wire;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import java.util.Optional;

/**
 * The name of a client in EHLO or HELO. It should be a domain or an address literal, may be anything, and is not
 * authenticated. It contains neither spaces nor control characters, so it is safe in a header field.
 */
public record ClientName(String text) {

    /** Maximum characters (RFC 5321 section 4.5.3.1.2). */
    public static final int MAX_LENGTH = 255;

    /** @throws IllegalArgumentException if the text is not safe in a trace field */
    public ClientName {
        if (!isClientName(text)) {
            throw new IllegalArgumentException("no client name: 1 to " + MAX_LENGTH + " visible characters");
        }
    }

    /** The name as a domain; empty if it is not one. */
    public Optional<DomainName> domain() {
        try {
            return Optional.of(DomainName.parse(text));
        } catch (AddressSyntaxException literalOrNonsense) {
            return Optional.empty();
        }
    }

    /** Whether it has the form {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 section 4.1.3). */
    public boolean isAddressLiteral() {
        return text.length() > 2 && text.charAt(0) == '[' && text.charAt(text.length() - 1) == ']';
    }

    @Override
    public String toString() {
        return text;
    }

    static boolean isClientName(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        return text.codePoints().allMatch(ClientName::isVisible);
    }

    // Parentheses and backslashes would change the meaning of the Received field that contains the name.
    private static boolean isVisible(int c) {
        return c > ' '
                && c != 0x7F
                && !Character.isISOControl(c)
                && "()\\<>\"".indexOf(c) < 0
                && c != 0x2028
                && c != 0x2029
                && !(c >= 0xD800 && c <= 0xDFFF);
    }
}
