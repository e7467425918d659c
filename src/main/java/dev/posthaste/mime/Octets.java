package dev.posthaste.mime;

import java.nio.charset.StandardCharsets;

/** The character classes of the header grammars, and conversion of header octets to text. */
final class Octets {

    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";
    private static final String ATEXT_SIGNS = "!#$%&'*+-/=?^_`{|}~";
    private static final char REPLACEMENT = '\uFFFD';

    private Octets() {}

    /** {@code WSP} of RFC 5234. */
    static boolean isWsp(int c) {
        return c == ' ' || c == '\t';
    }

    /** {@code token} of RFC 2045 section 5.1, with UTF-8 as in RFC 6532 section 3.2. */
    static boolean isToken(char c) {
        return c > ' ' && c != 0x7F && TSPECIALS.indexOf(c) < 0;
    }

    /** {@code atext} of RFC 5322 section 3.2.3, with UTF-8 as in RFC 6532 section 3.2. */
    static boolean isAtext(char c) {
        return isAlphanumeric(c) || c >= 0x80 || ATEXT_SIGNS.indexOf(c) >= 0;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** Whether the octets equal this lower-case ASCII word in any case. */
    static boolean equalsIgnoreCase(byte[] octets, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            int c = octets[from + i];
            if (c != lower.charAt(i) && !(c >= 'A' && c <= 'Z' && (c | 0x20) == lower.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A field value as text: unfolded (RFC 5322 section 2.2.3) and trimmed. Octets that are not ASCII are decoded as
     * UTF-8 if valid, otherwise as windows-1252. A NUL becomes U+FFFD, a bare CR a space.
     */
    static String fieldText(byte[] octets, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(octets[start])) {
            start++;
        }
        while (end > start && isBlank(octets[end - 1])) {
            end--;
        }
        boolean plain = true;
        for (int i = start; i < end && plain; i++) {
            plain = octets[i] > '\r' || octets[i] == '\t';
        }
        return plain
                ? new String(octets, start, end - start, StandardCharsets.ISO_8859_1)
                : unfolded(octets, start, end);
    }

    private static String unfolded(byte[] octets, int start, int end) {
        byte[] line = new byte[end - start];
        int size = 0;
        for (int i = start; i < end; i++) {
            byte c = octets[i];
            if (c == '\r') {
                if (i + 1 < end && octets[i + 1] == '\n') {
                    continue;
                }
                line[size++] = ' ';
            } else if (c != '\n') {
                line[size++] = c;
            }
        }
        return MailCharset.guess(line, 0, size).replace('\0', REPLACEMENT);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
