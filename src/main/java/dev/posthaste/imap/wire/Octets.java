package dev.posthaste.imap.wire;

/** The character classes of RFC 9051 section 9. */
final class Octets {

    private Octets() {}

    /** ATOM-CHAR: no control, no space, none of the specials. */
    static boolean isAtom(int c) {
        return c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0;
    }

    /** ASTRING-CHAR: an atom may also hold {@code ]}. */
    static boolean isAstring(int c) {
        return isAtom(c) || c == ']';
    }

    /** list-char: a mailbox pattern may also hold wildcards. */
    static boolean isList(int c) {
        return isAstring(c) || c == '%' || c == '*';
    }

    /** What a tag is made of: ASTRING-CHAR without {@code +}. */
    static boolean isTag(int c) {
        return isAstring(c) && c != '+';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
