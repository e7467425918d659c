package dev.posthaste.mime;

import java.util.Arrays;

/**
 * Makes every line end CR LF, as a message has them (RFC 5322 section 2.1) and as it has to be sent and signed (RFC 5321
 * section 2.3.8), whatever the program that made it wrote: a bare LF and a bare CR become CR LF. Fed in any portions.
 */
public final class LineEnds {

    /** Whether the last octet was a CR, which has been written as CR LF already. */
    private boolean afterCr;

    /** Begins a message. */
    public LineEnds() {}

    /** This portion with CR LF for every CR LF, bare CR and bare LF. */
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

    /** So many octets this portion can grow by. */
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
