package dev.posthaste.imap.wire;

/** The character classes of RFC 9051 section 9. */
final class Octets {

    private Octets() {}

    /** ATOM-CHAR: no controls, spaces or specials. */
    static boolean isAtom(int c) {
        return c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0;
    }

    /** ASTRING-CHAR: ATOM-CHAR or {@code ]}. */
    static boolean isAstring(int c) {
        return isAtom(c) || c == ']';
    }

    /** list-char: also the wildcards of a mailbox pattern. */
    static boolean isList(int c) {
        return isAstring(c) || c == '%' || c == '*';
    }

    /** A character of a tag: ASTRING-CHAR except {@code +}. */
    static boolean isTag(int c) {
        return isAstring(c) && c != '+';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
