package dev.posthaste.mime;

/** Where octets lie in a message: {@code [offset, offset + length)}. */
public record Span(long offset, long length) {

    /** Both are zero or more, and their sum is a {@code long}. */
    public Span {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(length + " octets at " + offset);
        }
    }

    /** The offset after the last octet. */
    public long end() {
        return offset + length;
    }

    /** The same octets after {@code octets} have been put before the message. */
    Span movedBy(long octets) {
        return new Span(offset + octets, length);
    }
}
