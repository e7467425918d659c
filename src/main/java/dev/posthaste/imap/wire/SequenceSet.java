package dev.posthaste.imap.wire;

import java.util.Arrays;

/**
 * Numbers as a client names them: message numbers or UIDs, in any order, with {@code *} for the largest in use.
 *
 * <pre>
 * sequence-set = (seq-number / seq-range) ["," sequence-set]     ; RFC 9051 section 9
 * seq-range    = seq-number ":" seq-number
 * seq-number   = nz-number / "*"
 * </pre>
 */
public final class SequenceSet implements MessageSet {

    /** {@code *}. Greater than every number, so that it prints and compares like none of them. */
    static final long LARGEST = 1L << 32;

    private final long[] bounds;

    private SequenceSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** First and last of each range in turn, each 1 to 2^32-1 or {@link #LARGEST}. */
    static SequenceSet ofBounds(long[] bounds) {
        return new SequenceSet(bounds);
    }

    /**
     * The numbers meant, when the largest in use is {@code largest} (0: none is in use). Numbers that are not in use
     * stay in: whether that matters is for the command to say.
     */
    public NumberSet resolve(long largest) {
        long[] resolved = new long[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            resolved[i] = bounds[i] == LARGEST ? Math.max(1, largest) : bounds[i];
        }
        return NumberSet.ofRanges(resolved);
    }

    /** Whether it names a message number that does not exist when there are {@code exists} messages. */
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

    /** As the client would write it. */
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
