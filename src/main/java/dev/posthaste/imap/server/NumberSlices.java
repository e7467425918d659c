package dev.posthaste.imap.server;

import dev.posthaste.imap.wire.NumberSet;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Splits a set of numbers into slices, lazily. */
final class NumberSlices implements Iterable<NumberSet> {

    private final NumberSet numbers;
    private final int size;

    NumberSlices(NumberSet numbers, int size) {
        this.numbers = numbers;
        this.size = size;
    }

    @Override
    public Iterator<NumberSet> iterator() {
        return new Iterator<>() {
            private int range;
            private long next = numbers.isEmpty() ? 0 : numbers.first();

            @Override
            public boolean hasNext() {
                return range < numbers.ranges();
            }

            @Override
            public NumberSet next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                NumberSet.Builder slice = new NumberSet.Builder();
                long left = size;
                while (left > 0 && hasNext()) {
                    long last = Math.min(numbers.rangeLast(range), next + left - 1);
                    slice.addRange(next, last);
                    left -= last - next + 1;
                    next = last + 1;
                    if (next > numbers.rangeLast(range)) {
                        range++;
                        next = hasNext() ? numbers.rangeFirst(range) : 0;
                    }
                }
                return slice.build();
            }
        };
    }
}
