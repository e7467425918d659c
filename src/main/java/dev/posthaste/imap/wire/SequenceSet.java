package dev.posthaste.imap.wire;

import java.util.Arrays;

/**
 * Message numbers or UIDs as sent by a client, in any order, with {@code *} for the largest in use.
 *
 * <pre>
 * sequence-set = (seq-number / seq-range) ["," sequence-set]     ; RFC 9051 section 9
 * seq-range    = seq-number ":" seq-number
 * seq-number   = nz-number / "*"
 * </pre>
 */
public final class SequenceSet implements MessageSet {

    /** The value of {@code *}, greater than every number. */
    static final long LARGEST = 1L << 32;

    private final long[] bounds;

    private SequenceSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** Alternating first and last of each range, each 1 to 2^32-1 or {@link #LARGEST}. */
    static SequenceSet ofBounds(long[] bounds) {
        return new SequenceSet(bounds);
    }

    /**
     * The numbers that the set denotes if the largest in use is {@code largest} (0 if none is in use). Includes numbers
     * that are not in use; the command decides whether that matters.
     */
    public NumberSet resolve(long largest) {
        long[] resolved = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            resolved[i] = bounds[i] == LARGEST ? Math.max(1, largest) : bounds[i];
        }
        return NumberSet.ofRanges(resolved);
    }

    /** Whether it contains a message number greater than {@code exists}, or {@code *} if {@code exists} is 0. */
    public boolean exceeds(long exists) {
        for (long bound : bounds) {
            if (bound == LARGEST ? exists == 0 : bound > exists) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** The form that a client would send. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            text.append(i == 0 ? "" : ",").append(written(bounds[i]));
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(written(bounds[i + 1]));
            }
        }
        return text.toString();
    }

    private static String written(long bound) {
        return bound == LARGEST ? "*" : Long.toString(bound);
    }
}
