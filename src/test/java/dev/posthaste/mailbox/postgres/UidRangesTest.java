package dev.posthaste.mailbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UidRangesTest {

    @Test
    void neighbours_are_one_range() {
        UidRanges ranges = UidRanges.of(new long[] {1, 2, 3, 5, 7, 8});

        assertThat(ranges.first()).containsExactly(1L, 5L, 7L);
        assertThat(ranges.last()).containsExactly(3L, 5L, 8L);
    }

    @Test
    void order_and_repetition_do_not_matter() {
        UidRanges ranges = UidRanges.of(new long[] {9, 2, 1, 2, 4_294_967_295L});

        assertThat(ranges.first()).containsExactly(1L, 9L, 4_294_967_295L);
        assertThat(ranges.last()).containsExactly(2L, 9L, 4_294_967_295L);
    }

    @Test
    void no_uid_is_no_range() {
        assertThat(UidRanges.of(new long[0]).first()).isEmpty();
        assertThat(UidRanges.of(new long[0]).last()).isEmpty();
    }
}
