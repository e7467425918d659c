package dev.posthaste.api;

import java.util.Arrays;

/**
 * Makes every line end CR LF, as a message has them (RFC 5322 section 2.1), whatever the program that made it wrote: a bare
 * LF and a bare CR become CR LF. Octets that are right already are not touched. Fed in any portions.
 */
final class LineEnds {

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private enum Seen {
        OTHER,
        CR
    }

    private Seen last = Seen.OTHER;

    /** The octets of this portion, less a CR at its end, which must wait for what follows. */
    byte[] feed(byte[] octets) {
        byte[] out = new byte[octets.length + lineEnds(octets) + 2];
        int size = 0;
        for (byte octet : octets) {
            if (octet == LF || last == Seen.CR) {
                out[size++] = CR;
                out[size++] = LF;
            }
            if (octet != CR && octet != LF) {
                out[size++] = octet;
            }
            last = octet == CR ? Seen.CR : Seen.OTHER;
        }
        return Arrays.copyOf(out, size);
    }

    /** So many octets this portion can grow by. */
    private static int lineEnds(byte[] octets) {
        int found = 0;
        for (byte octet : octets) {
            found += octet == CR || octet == LF ? 1 : 0;
        }
        return found;
    }

    /** What has waited. */
    byte[] finish() {
        return last == Seen.CR ? new byte[] {CR, LF} : new byte[0];
    }
}
