package dev.posthaste.mime;

import java.util.Arrays;

/**
 * Builds text for display and search: collapses white space and control characters to single spaces, drops invisible
 * fillers (with which senders pad previews), and stops at the limit. Never ends within a surrogate pair.
 */
final class TextSink {

    private static final int FIRST_CAPACITY = 256;

    private final int limit;
    private char[] text = new char[FIRST_CAPACITY];
    private int length;
    private boolean space;

    TextSink(int limit) {
        this.limit = limit;
    }

    void append(char c) {
        if (SearchText.isBlank(c)) {
            space = true;
        } else if (!SearchText.isFiller(c)) {
            visible(c);
        }
    }

    /**
     * Appends text. Performance-critical, since all text of every message passes here: plain text is appended a word at
     * a time.
     */
    void append(String more) {
        char[] chars = more.toCharArray();
        int i = 0;
        while (i < chars.length && !isFull()) {
            int end = endOfWord(chars, i);
            if (end > i) {
                word(chars, i, end);
                i = end;
            } else {
                append(chars[i++]);
            }
        }
    }

    /** Appends the content of another sink without processing it again. */
    void append(TextSink other) {
        if (!other.isEmpty()) {
            word(other.text, 0, other.length());
        }
    }

    private static int endOfWord(char[] chars, int start) {
        int i = start;
        while (i < chars.length && chars[i] > ' ' && chars[i] < 0x7F) {
            i++;
        }
        return i;
    }

    /** Separates the following text from the previous. */
    void divide() {
        space = true;
    }

    boolean isFull() {
        return length >= limit;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Length of {@link #toString}. */
    int length() {
        return length > 0 && Character.isHighSurrogate(text[length - 1]) ? length - 1 : length;
    }

    @Override
    public String toString() {
        return new String(text, 0, length());
    }

    private void visible(char c) {
        separate();
        if (length < limit) {
            makeRoom(1);
            text[length++] = c;
        }
    }

    private void word(char[] chars, int from, int to) {
        separate();
        int taken = Math.min(to - from, Math.max(0, limit - length));
        makeRoom(taken);
        System.arraycopy(chars, from, text, length, taken);
        length += taken;
    }

    private void separate() {
        if (space && length > 0 && length < limit) {
            makeRoom(1);
            text[length++] = ' ';
        }
        space = false;
    }

    private void makeRoom(int more) {
        if (length + more > text.length) {
            text = Arrays.copyOf(text, Math.max(length + more, text.length * 2));
        }
    }
}
