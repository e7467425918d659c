package dev.posthaste.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private static final TenantId TENANT = new TenantId(new UUID(1, 1));

    private final Uuid7 ids = new Uuid7(InstantSource.system());

    @Test
    void the_bucket_of_an_email_is_read_off_its_id_and_can_be_set() {
        EmailId any = new EmailId(ids.next());
        for (int bucket : new int[] {0, 1, 1023}) {
            EmailId moved = any.inBucket(bucket);
            assertThat(moved.bucket()).isEqualTo(bucket);
            assertThat(EmailId.parse(moved.toString()).orElseThrow().bucket()).isEqualTo(bucket);
            assertThat(moved.value().version()).isEqualTo(7);
            assertThat(moved.value().variant()).isEqualTo(2);
            assertThat(moved.value().getMostSignificantBits())
                    .isEqualTo(any.value().getMostSignificantBits());
        }
    }

    @Test
    void ids_and_keys_are_spread_over_all_buckets() {
        assertThat(IntStream.range(0, 20_000)
                        .map(i -> new EmailId(ids.next()).bucket())
                        .distinct()
                        .count())
                .isEqualTo(Buckets.COUNT);
        assertThat(IntStream.range(0, 20_000)
                        .map(i -> Buckets.of(TENANT, "emails:send", "key-" + i))
                        .distinct()
                        .count())
                .isEqualTo(Buckets.COUNT);
    }

    @Test
    void the_bucket_of_a_key_depends_on_all_of_it_and_never_changes() {
        assertThat(Buckets.of(TENANT, "emails:send", "1")).isEqualTo(Buckets.of(TENANT, "emails:send", "1"));
        assertThat(List.of(
                        Buckets.of(TENANT, "emails:send", "1"),
                        Buckets.of(TENANT, "emails:send", "2"),
                        Buckets.of(TENANT, "accounts:create", "1"),
                        Buckets.of(new TenantId(new UUID(1, 2)), "emails:send", "1")))
                .doesNotHaveDuplicates();
    }

    @Test
    void items_stay_together_on_one_node_and_are_divided_by_bucket_on_several() {
        List<Integer> items = List.of(7, 3, 7, 1);
        assertThat(Placement.ONE_NODE.byBucket(items, item -> item)).containsExactly(items);
        assertThat(Placement.ONE_NODE.byBucket(List.<Integer>of(), item -> item))
                .isEmpty();
        Placement two = new Placement() {
            @Override
            public int nodes() {
                return 2;
            }

            @Override
            public int node(AccountId account) {
                return 0;
            }

            @Override
            public int node(int bucket) {
                return bucket & 1;
            }
        };
        assertThat(two.byBucket(items, item -> item)).containsExactly(List.of(1), List.of(3), List.of(7, 7));
    }
}
