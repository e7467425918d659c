package dev.posthaste.mime;

/** Character classes of the search text, for the code that writes it and the code that searches it. */
public final class SearchText {

    private SearchText() {}

    /**
     * Whether the character counts as white space, which includes control characters; a run of them becomes one space.
     */
    public static boolean isBlank(char c) {
        return c <= ' '
                || (c >= 0x7F && c <= 0xA0)
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x3000;
    }

    /**
     * Whether the character is invisible and dropped: soft hyphen, grapheme joiner, non-joiner, direction mark, byte
     * order mark.
     */
    public static boolean isFiller(char c) {
        return c == 0xAD
                || c == 0x034F
                || c == 0x200B
                || c == 0x200C
                || c == 0x200E
                || c == 0x200F
                || c == 0x2060
                || c == 0xFEFF;
    }
}
