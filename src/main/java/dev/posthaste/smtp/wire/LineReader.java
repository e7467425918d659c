package dev.posthaste.smtp.wire;

import java.util.Arrays;

/**
 * Splits the octets of a client into lines. Only CR LF ends a line (RFC 5321 section 2.3.8). A line within one chunk is
 * returned in place, without copying.
 *
 * <p>Usage: {@link #feed} a chunk, then call {@link #next} until it returns {@link Found#INCOMPLETE}; or stop earlier,
 * at {@link #position}, if what follows is not lines.
 */
public final class LineReader {

    /** Maximum length of a line, with CR LF: that of a SASL response (RFC 4954 section 4). */
    public static final int MAX_OCTETS = SaslResponse.MAX_LINE_OCTETS;

    /** Octets of an over-long line that are skipped in search of its end; legitimate clients do not need more. */
    public static final int MAX_SKIPPED_OCTETS = 64 * 1024;

    private static final byte[] NOTHING = {};
    private static final int USUAL_OCTETS = 256;

    /** The result of {@link #next}. */
    public enum Found {
        /** A line, in {@link #line} from {@link #lineStart} to {@link #lineEnd}, without its CR LF. */
        LINE,
        /** The chunk is consumed; an unfinished line is buffered. */
        INCOMPLETE,
        /** The end of a line that was too long to be kept. */
        TOO_LONG,
        /** A bare CR or LF; what follows cannot be trusted. */
        BARE_LINE_BREAK,
        /** A line whose end was not found within {@link #MAX_SKIPPED_OCTETS}. */
        ENDLESS
    }

    private byte[] chunk = NOTHING;
    private int position;
    private int end;

    private byte[] held = NOTHING;
    private int heldLength;
    private int skipped;

    private byte[] line = NOTHING;
    private int lineStart;
    private int lineEnd;

    /**
     * Sets the next chunk, {@code chunk[from..to)}; the previous one must be consumed. The array must not change until
     * then.
     */
    public void feed(byte[] octets, int from, int to) {
        if (position < end) {
            throw new IllegalStateException((end - position) + " octets are unread");
        }
        chunk = octets;
        position = from;
        end = to;
    }

    /** Finds the next line. */
    public Found next() {
        if (heldLength > 0 && held[heldLength - 1] == '\r') {
            return position == end ? Found.INCOMPLETE : afterHeldCr();
        }
        int at = LineBreaks.next(chunk, position, end);
        if (at == end || (chunk[at] == '\r' && at + 1 == end)) {
            return hold();
        }
        if (chunk[at] == '\n' || chunk[at + 1] != '\n') {
            position = at + 1;
            return Found.BARE_LINE_BREAK;
        }
        int start = position;
        position = at + 2;
        return skipped > 0 ? endOfSkipped() : complete(start, at);
    }

    /** The index in the chunk of the first unread octet. */
    public int position() {
        return position;
    }

    /** Marks the chunk as read up to {@code index}, for a caller that reads message data from it. */
    public void skipTo(int index) {
        if (index < position || index > end) {
            throw new IllegalArgumentException(index + " is not within " + position + " to " + end);
        }
        position = index;
    }

    /** Whether octets have arrived that {@link #next} has not returned. */
    public boolean hasUnread() {
        return position < end || heldLength > 0 || skipped > 0;
    }

    /** The array that contains the line. */
    public byte[] line() {
        return line;
    }

    /** The index of the line's first octet. */
    public int lineStart() {
        return lineStart;
    }

    /** The end of the line: the index of its CR. */
    public int lineEnd() {
        return lineEnd;
    }

    private Found afterHeldCr() {
        if (chunk[position++] != '\n') {
            return Found.BARE_LINE_BREAK;
        }
        if (skipped > 0) {
            return endOfSkipped();
        }
        return handOut(held, 0, dropHeld() - 1);
    }

    private Found hold() {
        int added = end - position;
        if (skipped > 0 || heldLength + added > MAX_OCTETS - 1) {
            return skip(added);
        }
        append(position, end);
        position = end;
        return Found.INCOMPLETE;
    }

    // Of a skipped line only a CR at the end of the chunk is kept, since it may be half of the line's end.
    private Found skip(int added) {
        skipped += heldLength + added;
        heldLength = 0;
        if (skipped > MAX_SKIPPED_OCTETS) {
            return Found.ENDLESS;
        }
        if (added > 0 && chunk[end - 1] == '\r') {
            append(end - 1, end);
        }
        position = end;
        return Found.INCOMPLETE;
    }

    private Found endOfSkipped() {
        skipped = 0;
        heldLength = 0;
        return Found.TOO_LONG;
    }

    private Found complete(int start, int at) {
        if (heldLength + at - start > MAX_OCTETS - 2) {
            heldLength = 0;
            return Found.TOO_LONG;
        }
        if (heldLength == 0) {
            return handOut(chunk, start, at);
        }
        append(start, at);
        return handOut(held, 0, dropHeld());
    }

    private Found handOut(byte[] octets, int from, int to) {
        line = octets;
        lineStart = from;
        lineEnd = to;
        return Found.LINE;
    }

    private int dropHeld() {
        int length = heldLength;
        heldLength = 0;
        return length;
    }

    private void append(int from, int to) {
        int length = heldLength + to - from;
        if (length > held.length) {
            held = Arrays.copyOf(held, Math.max(USUAL_OCTETS, Math.max(length, 2 * held.length)));
        }
        System.arraycopy(chunk, from, held, heldLength, to - from);
        heldLength = length;
    }
}
