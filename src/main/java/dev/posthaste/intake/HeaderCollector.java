package dev.posthaste.intake;

import java.util.Arrays;

/** Gathers a message's header until the empty line that ends it (RFC 5322 section 2.1); a bare LF ends a line here, too. */
final class HeaderCollector {

    /** Octets of a header. Postfix's default is 102,400 a field; some systems stack up large signatures and traces. */
    static final int MAX_OCTETS = 512 << 10;

    private static final int FIRST_BUFFER = 4 << 10;

    private byte[] octets = new byte[FIRST_BUFFER];
    private int size;
    /** Octets of the line so far. */
    private int line;

    private byte last;
    private boolean complete;

    /** Takes octets up to the end of the header and says how many that were. */
    int take(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            byte octet = bytes[i];
            if (octet == '\n') {
                if (isEmptyLine()) {
                    complete = true;
                    append(bytes, offset, i + 1 - offset);
                    return i + 1 - offset;
                }
                line = 0;
            } else {
                line++;
            }
            last = octet;
        }
        append(bytes, offset, length);
        return length;
    }

    // CR CR LF is no empty line, neither here nor in mime: a field behind it must not escape the stages of the header.
    private boolean isEmptyLine() {
        return line == 0 || (line == 1 && last == '\r');
    }

    boolean isComplete() {
        return complete;
    }

    boolean isTooLarge() {
        return size > MAX_OCTETS;
    }

    /** The header as it came, with the empty line if that came. */
    byte[] octets() {
        return Arrays.copyOf(octets, size);
    }

    private void append(byte[] bytes, int offset, int length) {
        int fits = Math.min(length, MAX_OCTETS + 1 - size);
        if (size + fits > octets.length) {
            octets = Arrays.copyOf(octets, Math.min(MAX_OCTETS + 1, Math.max(size + fits, 2 * octets.length)));
        }
        System.arraycopy(bytes, offset, octets, size, fits);
        size += fits;
    }
}
