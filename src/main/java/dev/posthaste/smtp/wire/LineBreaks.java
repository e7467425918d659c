package dev.posthaste.smtp.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds CR and LF octets, eight octets at a time. */
final class LineBreaks {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long CRS = ONES * '\r';
    private static final long LFS = ONES * '\n';

    private LineBreaks() {}

    /** The index of the first CR or LF in {@code octets[from..to)}, or {@code to}. */
    static int next(byte[] octets, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long eight = (long) EIGHT.get(octets, i);
            long found = zeroOctets(eight ^ CRS) | zeroOctets(eight ^ LFS);
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && octets[i] != '\r' && octets[i] != '\n') {
            i++;
        }
        return i;
    }

    // The lowest bit set marks the first zero octet; higher bits may be wrong and are ignored.
    private static long zeroOctets(long eight) {
        return (eight - ONES) & ~eight & HIGHS;
    }
}
