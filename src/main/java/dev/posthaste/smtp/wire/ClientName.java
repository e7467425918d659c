package dev.posthaste.smtp.wire;

import dev.posthaste.address.AddressSyntaxException;
import dev.posthaste.address.DomainName;
import java.util.Optional;

/**
 * What a client calls itself in EHLO or HELO: it should be a domain or an address literal, may be nonsense, and is
 * never evidence of anything. It has no space and no control character, so that it can stand in a header field.
 */
public record ClientName(String text) {

    /** RFC 5321 section 4.5.3.1.2. */
    public static final int MAX_LENGTH = 255;

    /** Refuses what could not stand in a trace field. */
    public ClientName {
        if (!isClientName(text)) {
            throw new IllegalArgumentException("no client name: 1 to " + MAX_LENGTH + " visible characters");
        }
    }

    /** The name as a domain, if it is one. */
    public Optional<DomainName> domain() {
        try {
            return Optional.of(DomainName.parse(text));
        } catch (AddressSyntaxException literalOrNonsense) {
            return Optional.empty();
        }
    }

    /** Whether it looks like {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]} (RFC 5321 section 4.1.3). */
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

    // Parentheses and backslashes would change the meaning of the Received field in which the name is written.
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
