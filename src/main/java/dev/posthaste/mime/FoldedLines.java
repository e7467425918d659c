package dev.posthaste.mime;

/**
 * Folds lines (RFC 5322 section 2.2.3): inserts a line end before a space where a line would exceed
 * {@link HeaderField#GOOD_LINE}.
 */
final class FoldedLines {

    private FoldedLines() {}

    /** Returns {@code name: text}, folded, with its CRLF. Unfolding restores the text. */
    static String of(String name, String text) {
        StringBuilder folded = new StringBuilder(name.length() + text.length() + 16)
                .append(name)
                .append(':');
        int lineLength = folded.length();
        boolean visible = false;
        int start = 0;
        while (start <= text.length() && !text.isEmpty()) {
            int space = text.indexOf(' ', start);
            int end = space < 0 ? text.length() : space;
            int length = end - start;
            int limit = visible ? HeaderField.GOOD_LINE : HeaderField.MAX_LINE;
            if (length > 0 && lineLength + 1 + length > limit) {
                folded.append("\r\n");
                lineLength = 0;
                visible = false;
            }
            folded.append(' ').append(text, start, end);
            lineLength += 1 + length;
            visible |= length > 0;
            start = end + 1;
        }
        return folded.append("\r\n").toString();
    }
}
