package dev.posthaste.smtp.wire;

/**
 * Encodes message data for transport: stuffs dots at the start of lines, completes the last line with CR LF, and adds
 * the final dot (RFC 5321 section 4.5.2). It replaces a bare CR or LF by a space, as Postfix does
 * (cleanup_replace_stray_cr_lf), because a receiver might take it for the end of a line.
 */
public final class DotWriter {

    private static final byte[] DOT = {'.'};
    private static final byte[] SPACE = {' '};
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = {'.', '\r', '\n'};

    private enum State {
        LINE_START,
        TEXT,
        /** After a CR that is still pending: it becomes CR LF or a space. */
        CR
    }

    private State state = State.LINE_START;

    /** Writes {@code chunk[from..to)} of the message. */
    public void write(byte[] chunk, int from, int to, OctetSink sink) {
        int i = from;
        while (i < to) {
            switch (state) {
                case LINE_START -> {
                    if (chunk[i] == '.') {
                        emit(DOT, sink);
                    }
                    state = State.TEXT;
                }
                case TEXT -> i = text(chunk, i, to, sink);
                case CR -> i = afterCr(chunk, i, sink);
            }
        }
    }

    /** Writes the end of the data. */
    public void finish(OctetSink sink) {
        if (state == State.CR) {
            emit(SPACE, sink);
        }
        if (state != State.LINE_START) {
            emit(CRLF, sink);
        }
        emit(END, sink);
        state = State.LINE_START;
    }

    // Whole lines are written as one range, which ends where an octet must be added, replaced or waited for.
    private int text(byte[] chunk, int from, int to, OctetSink sink) {
        int i = from;
        while (true) {
            i = LineBreaks.next(chunk, i, to);
            boolean crlf = i + 1 < to && chunk[i] == '\r' && chunk[i + 1] == '\n';
            if (!crlf || (i + 2 < to && chunk[i + 2] == '.')) {
                return endOfRun(chunk, from, i, crlf ? i + 2 : i, to, sink);
            }
            i += 2;
            if (i == to) {
                state = State.LINE_START;
                sink.accept(chunk, from, i);
                return i;
            }
        }
    }

    private int endOfRun(byte[] chunk, int from, int found, int end, int to, OctetSink sink) {
        if (from < end) {
            sink.accept(chunk, from, end);
        }
        if (found == to) {
            return to;
        }
        if (end > found) {
            state = State.LINE_START;
            return end;
        }
        if (chunk[found] == '\r') {
            state = State.CR;
        } else {
            emit(SPACE, sink);
        }
        return found + 1;
    }

    private int afterCr(byte[] chunk, int i, OctetSink sink) {
        if (chunk[i] == '\n') {
            emit(CRLF, sink);
            state = State.LINE_START;
            return i + 1;
        }
        emit(SPACE, sink);
        state = State.TEXT;
        return i;
    }

    private static void emit(byte[] octets, OctetSink sink) {
        sink.accept(octets, 0, octets.length);
    }
}
