package dev.posthaste.pop3.wire;

import java.util.Arrays;

/**
 * Selects the part of a message that TOP sends, piece by piece: the header, the empty line, and the first lines of the
 * body (RFC 1939 section 7).
 */
public final class TopLines {

    private boolean inHeader = true;
    private long left;

    /** Octets of the current line so far. */
    private long line;

    private byte last;

    /** Selects {@code bodyLines} lines of the body. */
    public TopLines(int bodyLines) {
        this.left = bodyLines;
    }

    /** Returns the selected part of the next piece. */
    public byte[] take(byte[] piece) {
        int end = 0;
        while (end < piece.length && !isComplete()) {
            see(piece[end++]);
        }
        return end == piece.length ? piece : Arrays.copyOf(piece, end);
    }

    /** Whether everything selected has been returned, so that no further piece is needed. */
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

    // CR CR LF is not an empty line; package mime continues the header there too.
    private void endLine() {
        if (!inHeader) {
            left--;
        } else if (line == 0 || (line == 1 && last == '\r')) {
            inHeader = false;
        }
        line = 0;
    }
}
