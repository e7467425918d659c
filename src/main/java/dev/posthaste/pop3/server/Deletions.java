package dev.posthaste.pop3.server;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Which messages of a maildrop are marked as deleted. Immutable. */
final class Deletions {

    static final Deletions NONE = new Deletions(new BitSet());

    private final BitSet marked;

    private Deletions(BitSet marked) {
        this.marked = marked;
    }

    Deletions with(int number) {
        BitSet more = (BitSet) marked.clone();
        more.set(number);
        return new Deletions(more);
    }

    boolean contains(int number) {
        return marked.get(number);
    }

    /** The marked numbers, ascending. */
    IntStream numbers() {
        return marked.stream();
    }
}
