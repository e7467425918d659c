package dev.posthaste.smtp.wire;

/**
 * Reads message data up to its end, and takes away the dots that were added for transport (RFC 5321 section 4.5.2).
 * Only {@code CR LF . CR LF} ends data, and the CR LF of the DATA command counts as its first; a CR or an LF alone is
 * an octet like any other, which is remembered so that the message can be refused (RFC 5321 section 2.3.8): a server
 * further on might take it for the end of the data, and what follows for commands.
 *
 * <p>Fed any ranges, it hands on the message's octets as ranges of what it was fed, without a copy.
 */
public final class DotReader {

    private static final byte[] CR = {'\r'};

    private enum State {
        /** After CR LF, or at the very beginning. */
        LINE_START,
        /** Within a line. */
        TEXT,
        /** After a CR that is not the first octet after a leading dot. */
        CR,
        /** After a dot at the start of a line; it has been left out. */
        DOT,
        /** After a leading dot and CR; neither has been handed on. */
        DOT_CR,
        /** After the end. */
        END
    }

    /** Whether the data keeps to CR LF. */
    public enum LineEnds {
        /** Every CR is before an LF, every LF after a CR. */
        STRICT,
        /** There is a CR or an LF alone. */
        BARE
    }

    private State state = State.LINE_START;
    private LineEnds lineEnds = LineEnds.STRICT;
    private long octets;

    /**
     * Reads {@code chunk[from..to)} as far as the data goes.
     *
     * @return the index after the last octet read: {@code to}, or less if the data ended before
     */
    public int read(byte[] chunk, int from, int to, OctetSink sink) {
        // Longer than most methods, since it is the whole table of the machine: a case for each state.
        int run = from;
        int i = from;
        while (i < to && state != State.END) {
            switch (state) {
                case LINE_START -> {
                    if (chunk[i] == '.') {
                        handOn(chunk, run, i, sink);
                        run = ++i;
                        state = State.DOT;
                    } else {
                        state = State.TEXT;
                    }
                }
                case TEXT -> {
                    i = LineBreaks.next(chunk, i, to);
                    if (i < to) {
                        afterBreak(chunk[i++]);
                    }
                }
                case CR -> {
                    if (chunk[i] == '\n') {
                        state = State.LINE_START;
                        i++;
                    } else {
                        bareThenText();
                    }
                }
                case DOT -> {
                    if (chunk[i] == '\r') {
                        run = ++i;
                        state = State.DOT_CR;
                    } else {
                        state = State.TEXT;
                    }
                }
                case DOT_CR -> {
                    if (chunk[i] == '\n') {
                        run = ++i;
                        state = State.END;
                    } else {
                        handOn(CR, 0, 1, sink);
                        bareThenText();
                    }
                }
                case END -> throw new IllegalStateException("read after the end of the data");
            }
        }
        handOn(chunk, run, i, sink);
        return i;
    }

    /** Whether the end of the data has been read. */
    public boolean ended() {
        return state == State.END;
    }

    /** What has been seen so far of the ends of lines. */
    public LineEnds lineEnds() {
        return lineEnds;
    }

    /** Octets handed on so far. */
    public long octets() {
        return octets;
    }

    private void afterBreak(byte found) {
        if (found == '\r') {
            state = State.CR;
        } else {
            lineEnds = LineEnds.BARE;
        }
    }

    private void bareThenText() {
        lineEnds = LineEnds.BARE;
        state = State.TEXT;
    }

    private void handOn(byte[] chunk, int from, int to, OctetSink sink) {
        if (from < to) {
            octets += to - from;
            sink.accept(chunk, from, to);
        }
    }
}
