package dev.posthaste.mime;

import java.util.Arrays;

/**
 * A growable array of octets, bounded by its owner. Unlike {@link java.io.ByteArrayOutputStream} it can be truncated
 * and read in place.
 */
final class OctetBuffer {

    private static final int FIRST_CAPACITY = 512;

    private byte[] octets;
    private int size;

    OctetBuffer() {
        octets = new byte[FIRST_CAPACITY];
    }

    private OctetBuffer(byte[] octets) {
        this.octets = octets;
        this.size = octets.length;
    }

    /** A buffer that takes over existing octets. */
    static OctetBuffer holding(byte[] octets) {
        return new OctetBuffer(octets);
    }

    void append(byte[] from, int start, int end) {
        int added = end - start;
        if (size + added > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, size + added));
        }
        System.arraycopy(from, start, octets, size, added);
        size += added;
    }

    void append(byte[] from) {
        append(from, 0, from.length);
    }

    void append(int octet) {
        if (size == octets.length) {
            octets = Arrays.copyOf(octets, Math.max(FIRST_CAPACITY, octets.length * 2));
        }
        octets[size++] = (byte) octet;
    }

    /** The backing array, valid from 0 to {@link #size} until the next change. */
    byte[] array() {
        return octets;
    }

    int size() {
        return size;
    }

    void cutTo(int newSize) {
        size = Math.min(size, newSize);
    }

    byte[] copy() {
        return Arrays.copyOf(octets, size);
    }
}
