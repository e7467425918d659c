package dev.posthaste.smtp.wire;

/**
 * Reads message data to its end and removes dot-stuffing (RFC 5321 section 4.5.2). Only {@code CR LF . CR LF} ends the
 * data, where the CR LF of the DATA command counts as the first one. A bare CR or LF is an ordinary octet; its
 * occurrence is recorded so that the message can be refused (RFC 5321 section 2.3.8), because another server might take
 * it for the end of the data and what follows for commands.
 *
 * <p>Takes chunks of any size and passes on the octets of the message as ranges of these chunks, without copying.
 */
public final class DotReader {

    private static final byte[] CR = {'\r'};

    private enum State {
        /** After CR LF, or at the beginning. */
        LINE_START,
        /** Within a line. */
        TEXT,
        /** After a CR that is not the first octet after a leading dot. */
        CR,
        /** After a dot at the start of a line; the dot is dropped. */
        DOT,
        /** After a leading dot and CR, neither of which has been passed on. */
        DOT_CR,
        /** After the end. */
        END
    }

    /** Whether all line ends are CR LF. */
    public enum LineEnds {
        /** Every CR precedes an LF, and every LF follows a CR. */
        STRICT,
        /** There is a bare CR or LF. */
        BARE
    }

    private State state = State.LINE_START;
    private LineEnds lineEnds = LineEnds.STRICT;
    private long octets;

    /**
     * Reads {@code chunk[from..to)} up to the end of the data.
     *
     * @return the index after the last octet read: {@code to}, or less if the data ended
     */
    public int read(byte[] chunk, int from, int to, OctetSink sink) {
        // A long method, because it is the complete transition table: one case for each state.
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

    /** The line ends of the data read so far. */
    public LineEnds lineEnds() {
        return lineEnds;
    }

    /** Number of octets of the message passed on so far. */
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
