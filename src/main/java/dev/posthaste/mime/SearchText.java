package dev.posthaste.mime;

/** What the text that is searched knows no difference of: whoever writes it and whoever looks for words in it ask here. */
public final class SearchText {

    private SearchText() {}

    /** White space, and control characters, which are taken for it: a run of them is one space. */
    public static boolean isBlank(char c) {
        return c <= ' '
                || (c >= 0x7F && c <= 0xA0)
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x3000;
    }

    /** Soft hyphen, grapheme joiner, non-joiners, direction marks, byte order mark: nobody sees them, and they are left out. */
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
