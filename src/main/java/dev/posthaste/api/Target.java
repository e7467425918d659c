package dev.posthaste.api;

import java.util.List;

/**
 * What a request is aimed at: a call and the names in its path, the same over REST and gRPC. Idempotency keys count for
 * one target each.
 *
 * @param names as they stand in the path, in its order
 */
public record Target(Operation<?, ?> operation, List<String> names) {
    /** Keeps its own copy of the names. */
    public Target {
        names = List.copyOf(names);
    }

    /** A call about what {@code names} name. */
    public static Target of(Operation<?, ?> operation, String... names) {
        return new Target(operation, List.of(names));
    }
}
