package dev.posthaste.intake;

/** Makes every line end of a program's message CR LF, since only such a message can be signed and sent (RFC 5321 section 2.3.8). */
final class CanonicalLines {

    /** Whether the last octet was a CR that has been written as CR LF already. */
    private boolean afterCr;

    /** The same text with CR LF for every CR LF, bare CR and bare LF. */
    byte[] convert(byte[] bytes, int offset, int length) {
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
        return size == out.length ? out : java.util.Arrays.copyOf(out, size);
    }

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
