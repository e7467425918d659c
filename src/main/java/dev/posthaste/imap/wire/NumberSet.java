package dev.posthaste.imap.wire;

import java.util.Arrays;

/**
 * A set of message numbers or UIDs as ascending, disjoint ranges: a million consecutive numbers need two values. Its
 * text is a {@code uniqueid-range} list such as {@code 1:3,7}.
 */
public final class NumberSet {

    private static final NumberSet EMPTY = new NumberSet(new long[0]);

    /** First and last number of each range, alternating. */
    private final long[] bounds;

    private NumberSet(long[] bounds) {
        this.bounds = bounds;
    }

    /** The empty set. */
    public static NumberSet empty() {
        return EMPTY;
    }

    /** The set of these numbers, in any order. */
    public static NumberSet of(long... numbers) {
        long[] ascending = numbers.clone();
        Arrays.sort(ascending);
        Builder set = new Builder();
        for (long number : ascending) {
            set.add(number);
        }
        return set.build();
    }

    /** The union of ranges, given as alternating first and last numbers; the larger may come first. */
    static NumberSet ofRanges(long[] ranges) {
        long[][] pairs = new long[ranges.length / 2][];
        for (int i = 0; i < pairs.length; i++) {
            long one = ranges[2 * i];
            long other = ranges[2 * i + 1];
            pairs[i] = new long[] {Math.min(one, other), Math.max(one, other)};
        }
        Arrays.sort(pairs, (a, b) -> Long.compare(a[0], b[0]));
        Builder set = new Builder();
        for (long[] pair : pairs) {
            set.addRange(pair[0], pair[1]);
        }
        return set.build();
    }

    /** Whether the set is empty. */
    public boolean isEmpty() {
        return bounds.length == 0;
    }

    /** Number of elements. */
    public long size() {
        long size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    /** The smallest number; the set must not be empty. */
    public long first() {
        return bounds[0];
    }

    /** The largest number; the set must not be empty. */
    public long last() {
        return bounds[bounds.length - 1];
    }

    /** Number of ranges. */
    public int ranges() {
        return bounds.length / 2;
    }

    /** First number of the range {@code index}. */
    public long rangeFirst(int index) {
        return bounds[2 * index];
    }

    /** Last number of the range {@code index}. */
    public long rangeLast(int index) {
        return bounds[2 * index + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberSet set && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** The form used in responses; an empty text for the empty set, which has no written form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            if (i > 0) {
                text.append(',');
            }
            text.append(bounds[i]);
            if (bounds[i + 1] != bounds[i]) {
                text.append(':').append(bounds[i + 1]);
            }
        }
        return text.toString();
    }

    /** Builds a set from ascending numbers. */
    public static final class Builder {

        private long[] bounds = new long[8];
        private int used;

        /** Adds a number that is not smaller than the largest so far. */
        public Builder add(long number) {
            return addRange(number, number);
        }

        /** Adds a range that does not begin before the previous one. */
        public Builder addRange(long first, long last) {
            if (used > 0 && first < bounds[used - 2]) {
                throw new IllegalArgumentException(first + " after " + bounds[used - 2]);
            }
            if (used > 0 && first <= bounds[used - 1] + 1) {
                bounds[used - 1] = Math.max(bounds[used - 1], last);
                return this;
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, used * 2);
            }
            bounds[used++] = first;
            bounds[used++] = last;
            return this;
        }

        /** The set of all numbers added. */
        public NumberSet build() {
            return used == 0 ? EMPTY : new NumberSet(Arrays.copyOf(bounds, used));
        }
    }
}
