package dev.posthaste.id;

import java.util.Optional;
import java.util.UUID;

/**
 * The text form of an id: a prefix, an underscore, and the 128 bits of the UUID as 26 lower-case digits of Crockford's
 * base 32. Texts with the same prefix sort like their UUIDs.
 */
public final class IdText {

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    /** 130 bits, of which the first two are zero. */
    private static final int LENGTH = 26;

    private IdText() {}

    /** Returns {@code prefix_digits}. */
    public static String write(String prefix, UUID id) {
        char[] text = new char[LENGTH];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = DIGITS.charAt((int) (low & 31));
            low = (low >>> 5) | (high << 59);
            high >>>= 5;
        }
        return prefix + '_' + new String(text);
    }

    /** Parses the result of {@link #write}; empty for another prefix, another length or an invalid digit. */
    public static Optional<UUID> read(String prefix, String text) {
        if (text.length() != prefix.length() + 1 + LENGTH
                || !text.startsWith(prefix)
                || text.charAt(prefix.length()) != '_'
                || text.charAt(prefix.length() + 1) > '7') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = prefix.length() + 1; i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return Optional.of(new UUID(high, low));
    }
}
