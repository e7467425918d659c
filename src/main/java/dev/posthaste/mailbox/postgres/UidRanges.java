package dev.posthaste.mailbox.postgres;

import java.util.Arrays;

/** UIDs as ranges without gaps, ascending, the first of each in one array and the last in another: two arguments of a statement. */
record UidRanges(Long[] first, Long[] last) {

    /** Of UIDs in any order. */
    static UidRanges of(long[] uids) {
        long[] sorted = Arrays.stream(uids).sorted().distinct().toArray();
        Long[] first = new Long[sorted.length];
        Long[] last = new Long[sorted.length];
        int ranges = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1] + 1) {
                first[ranges++] = sorted[i];
            }
            last[ranges - 1] = sorted[i];
        }
        return new UidRanges(Arrays.copyOf(first, ranges), Arrays.copyOf(last, ranges));
    }
}
