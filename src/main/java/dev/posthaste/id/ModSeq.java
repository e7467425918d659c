package dev.posthaste.id;

/**
 * A modification sequence of an account's mailbox: each command that changes messages gets the next one (RFC 7162 section
 * 3.1). For single values; sets of messages keep theirs in arrays of {@code long}.
 *
 * @param value 0 before the first change, 63 bits
 */
public record ModSeq(long value) implements Comparable<ModSeq> {

    /** Refuses negative numbers. */
    public ModSeq {
        if (value < 0) {
            throw new IllegalArgumentException("a MODSEQ of " + value);
        }
    }

    @Override
    public int compareTo(ModSeq other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
