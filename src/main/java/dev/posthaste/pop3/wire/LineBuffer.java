package dev.posthaste.pop3.wire;

import java.util.Arrays;

/**
 * Cuts what arrives into lines. A line ends with CRLF and nothing else; what has arrived behind it stays until it is
 * asked for.
 */
public final class LineBuffer {

    /** RFC 2449 section 4, CRLF included. */
    public static final int MAX_COMMAND_OCTETS = 255;

    /** A SASL response may be longer than a command (RFC 5034 section 4); the number is RFC 4954's, section 4. */
    public static final int MAX_SASL_OCTETS = 12_288;

    private static final int INITIAL_CAPACITY = 512;

    /** What {@link #next} found. */
    public sealed interface Line {
        /** A line, without its CRLF. */
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

        /** A line that ended with a bare LF; it has been dropped. */
        record BareLineFeed() implements Line {}

        /** More octets than a line may have: whatever follows cannot be read any more. */
        record TooLong() implements Line {}

        /** The end of the line has not arrived. */
        record Incomplete() implements Line {}
    }

    private byte[] octets = new byte[INITIAL_CAPACITY];
    private int start;
    private int end;
    /** Up to here no LF was found, so that a line that comes octet by octet is looked at once. */
    private int scanned;

    /** Takes in what has arrived. How much is held back by whoever reads the socket. */
    public void append(byte[] arrived) {
        if (end + arrived.length > octets.length) {
            compact(arrived.length);
        }
        System.arraycopy(arrived, 0, octets, end, arrived.length);
        end += arrived.length;
    }

    /** How much waits to be read. */
    public int size() {
        return end - start;
    }

    /** The next line, if it has at most {@code limit} octets with its CRLF. */
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
        // A password may have stood here.
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
