package dev.posthaste.id;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * On which database node the rows of an account or of a bucket lie. With one node, whatever is done together stays together;
 * with several, it is divided by node, so that a transaction need not be prepared on two of them.
 */
public interface Placement {

    /** One PostgreSQL server. */
    Placement ONE_NODE = new Placement() {
        @Override
        public int nodes() {
            return 1;
        }

        @Override
        public int node(AccountId account) {
            return 0;
        }

        @Override
        public int node(int bucket) {
            return 0;
        }
    };

    /** How many nodes there are, at least one. */
    int nodes();

    /** The node of an account's mailbox, from 0. */
    int node(AccountId account);

    /** The node of a bucket of the queue, from 0. */
    int node(int bucket);

    /** All items together if there is one node; else those of one bucket together, in the order of their buckets. */
    default <T> List<List<T>> byBucket(List<T> items, ToIntFunction<T> bucket) {
        if (nodes() == 1) {
            return items.isEmpty() ? List.of() : List.of(items);
        }
        Map<Integer, List<T>> groups = new LinkedHashMap<>();
        items.stream()
                .sorted((a, b) -> Integer.compare(bucket.applyAsInt(a), bucket.applyAsInt(b)))
                .forEach(item -> groups.computeIfAbsent(bucket.applyAsInt(item), first -> new ArrayList<>())
                        .add(item));
        return List.copyOf(groups.values());
    }
}
