package dev.posthaste.queue;

import java.util.Arrays;

/** Header fields that were put in front of a message, with their CRLFs. Immutable. */
public final class Prefix {

    private final byte[] octets;

    /** Keeps its own copy. */
    public Prefix(byte[] octets) {
        this.octets = octets.clone();
    }

    /** A copy of the octets. */
    public byte[] octets() {
        return octets.clone();
    }

    /** How many octets. */
    public int length() {
        return octets.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Prefix that && Arrays.equals(octets, that.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "Prefix[" + octets.length + " octets]";
    }
}
