package dev.posthaste.pop3.wire;

import java.util.Arrays;

/**
 * The beginning of a message that TOP sends, piece by piece: its header, the empty line, and so many lines of its body
 * (RFC 1939 section 7).
 */
public final class TopLines {

    private boolean inHeader = true;
    private long left;

    /** Octets of the line so far. */
    private long line;

    private byte last;

    /** Lets {@code bodyLines} lines of the body pass. */
    public TopLines(int bodyLines) {
        this.left = bodyLines;
    }

    /** As much of the next piece as belongs to it. */
    public byte[] take(byte[] piece) {
        int end = 0;
        while (end < piece.length && !isComplete()) {
            see(piece[end++]);
        }
        return end == piece.length ? piece : Arrays.copyOf(piece, end);
    }

    /** Whether all that belongs to it has passed, so that nothing more need be read. */
    public boolean isComplete() {
        return !inHeader && left == 0;
    }

    private void see(byte octet) {
        if (octet == '\n') {
            endLine();
        } else {
            line++;
        }
        last = octet;
    }

    // CR CR LF is no empty line: mime, too, goes on with the header there.
    private void endLine() {
        if (!inHeader) {
            left--;
        } else if (line == 0 || (line == 1 && last == '\r')) {
            inHeader = false;
        }
        line = 0;
    }
}
