package dev.posthaste.pop3.wire;

import java.util.Arrays;

/** Splits received octets into lines. Only CRLF ends a line; octets after it stay buffered until requested. */
public final class LineBuffer {

    /** Maximum length of a command, with CRLF (RFC 2449 section 4). */
    public static final int MAX_COMMAND_OCTETS = 255;

    /**
     * Maximum length of a SASL response, with CRLF. RFC 5034 section 4 allows more than for a command; the value is
     * that of RFC 4954 section 4.
     */
    public static final int MAX_SASL_OCTETS = 12_288;

    private static final int INITIAL_CAPACITY = 512;

    /** The result of {@link #next}. */
    public sealed interface Line {
        /** A line without its CRLF. */
        record Complete(byte[] octets) implements Line {
            @Override
            public boolean equals(Object other) {
                return other instanceof Complete that && Arrays.equals(octets, that.octets);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(octets);
            }
        }

        /** A line that ended with a bare LF and was discarded. */
        record BareLineFeed() implements Line {}

        /** The line exceeds the limit; nothing after it can be read. */
        record TooLong() implements Line {}

        /** The end of the line has not arrived yet. */
        record Incomplete() implements Line {}
    }

    private byte[] octets = new byte[INITIAL_CAPACITY];
    private int start;
    private int end;
    /** Offset up to which there is no LF, so that a line that arrives octet by octet is scanned once. */
    private int scanned;

    /** Appends received octets. The caller limits how many are buffered. */
    public void append(byte[] arrived) {
        if (end + arrived.length > octets.length) {
            compact(arrived.length);
        }
        System.arraycopy(arrived, 0, octets, end, arrived.length);
        end += arrived.length;
    }

    /** Number of buffered octets. */
    public int size() {
        return end - start;
    }

    /** Returns the next line if it has at most {@code limit} octets with its CRLF. */
    public Line next(int limit) {
        int last = Math.min(end, start + limit);
        while (scanned < last) {
            if (octets[scanned++] == '\n') {
                return take();
            }
        }
        return size() >= limit ? new Line.TooLong() : new Line.Incomplete();
    }

    private Line take() {
        int lineEnd = scanned - 2;
        boolean withReturn = lineEnd >= start && octets[lineEnd] == '\r';
        Line line =
                withReturn ? new Line.Complete(Arrays.copyOfRange(octets, start, lineEnd)) : new Line.BareLineFeed();
        // The line may contain a password.
        Arrays.fill(octets, start, scanned, (byte) 0);
        start = scanned;
        return line;
    }

    private void compact(int arriving) {
        int capacity = Math.max(INITIAL_CAPACITY, size() + arriving);
        byte[] roomier = Arrays.copyOf(Arrays.copyOfRange(octets, start, end), capacity);
        Arrays.fill(octets, (byte) 0);
        octets = roomier;
        scanned -= start;
        end -= start;
        start = 0;
    }
}
