package dev.posthaste.mime;

import java.util.Arrays;

/**
 * Converts bare LF and bare CR to CRLF, because a message must have CRLF line ends (RFC 5322 section 2.1) when it is
 * sent and signed (RFC 5321 section 2.3.8). Takes pieces of any size.
 */
public final class LineEnds {

    /** Whether the last octet was a CR, which has already been written as CRLF. */
    private boolean afterCr;

    /** A converter for one message. */
    public LineEnds() {}

    /** Converts a piece. */
    public byte[] convert(byte[] bytes, int offset, int length) {
        byte[] out = new byte[length + lineEnds(bytes, offset, length)];
        int size = 0;
        for (int i = offset; i < offset + length; i++) {
            byte octet = bytes[i];
            if (octet == '\r' || (octet == '\n' && !afterCr)) {
                out[size++] = '\r';
                out[size++] = '\n';
            } else if (octet != '\n') {
                out[size++] = octet;
            }
            afterCr = octet == '\r';
        }
        return size == out.length ? out : Arrays.copyOf(out, size);
    }

    /** Number of octets by which the piece can grow. */
    private static int lineEnds(byte[] bytes, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\r' || bytes[i] == '\n') {
                count++;
            }
        }
        return count;
    }
}
