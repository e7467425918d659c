package dev.posthaste.mime;

/**
 * Text for people and search: white space and control characters collapse to single spaces, invisible fillers go (senders
 * pad their previews with them), and beyond the limit nothing is taken. Never ends within a surrogate pair.
 */
final class TextSink {

    private final StringBuilder text = new StringBuilder();
    private final int limit;
    private boolean space;

    TextSink(int limit) {
        this.limit = limit;
    }

    void append(char c) {
        if (c <= ' ' || (c >= 0x7F && isBlank(c))) {
            space = true;
        } else if (c < 0x80 || !isFiller(c)) {
            visible(c);
        }
    }

    void append(String more) {
        for (int i = 0; i < more.length() && !isFull(); i++) {
            append(more.charAt(i));
        }
    }

    /** What follows is another word. */
    void divide() {
        space = true;
    }

    boolean isFull() {
        return text.length() >= limit;
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        int end = text.length();
        return end > 0 && Character.isHighSurrogate(text.charAt(end - 1))
                ? text.substring(0, end - 1)
                : text.toString();
    }

    private void visible(char c) {
        if (space && !text.isEmpty()) {
            text.append(' ');
        }
        space = false;
        if (text.length() < limit) {
            text.append(c);
        }
    }

    private static boolean isBlank(char c) {
        return c <= 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x3000;
    }

    /** Soft hyphen, non-joiner, byte order mark, grapheme joiner: all that newsletters hide behind their first line. */
    private static boolean isFiller(char c) {
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
