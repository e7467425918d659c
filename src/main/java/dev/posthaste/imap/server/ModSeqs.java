package dev.posthaste.imap.server;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * MODSEQs of the messages of a view, in their order: four octets each, as long as all lie within 2^32 of the smallest; eight
 * in an account that has seen more changes than that.
 */
final class ModSeqs {

    private static final long MAX_OFFSET = 0xFFFF_FFFFL;

    private final long base;
    private int[] offsets;
    /** Takes the place of the offsets when one of them would be too large. */
    private long @Nullable [] wide;

    ModSeqs(long[] modSeqs) {
        this.base = modSeqs.length == 0 ? 0 : Arrays.stream(modSeqs).min().orElse(0);
        this.offsets = new int[modSeqs.length];
        for (int i = 0; i < modSeqs.length; i++) {
            set(i, modSeqs[i]);
        }
    }

    long get(int index) {
        return wide == null ? base + Integer.toUnsignedLong(offsets[index]) : wide[index];
    }

    void set(int index, long modSeq) {
        if (wide == null && (modSeq < base || modSeq - base > MAX_OFFSET)) {
            widen();
        }
        if (wide == null) {
            offsets[index] = (int) (modSeq - base);
        } else {
            wide[index] = modSeq;
        }
    }

    /** Makes room for so many. */
    void grow(int capacity) {
        if (wide == null) {
            offsets = Arrays.copyOf(offsets, capacity);
        } else {
            wide = Arrays.copyOf(wide, capacity);
        }
    }

    private void widen() {
        long[] all = new long[offsets.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = base + Integer.toUnsignedLong(offsets[i]);
        }
        wide = all;
        offsets = new int[0];
    }
}
