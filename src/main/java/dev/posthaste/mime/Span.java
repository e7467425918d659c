package dev.posthaste.mime;

/** A range of octets in a message: {@code [offset, offset + length)}. */
public record Span(long offset, long length) {

    /** @throws IllegalArgumentException if a value is negative or their sum overflows */
    public Span {
        if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException(length + " octets at " + offset);
        }
    }

    /** The offset after the last octet. */
    public long end() {
        return offset + length;
    }

    /** The range after {@code octets} octets were put before the message. */
    Span movedBy(long octets) {
        return new Span(offset + octets, length);
    }
}
