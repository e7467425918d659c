package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import java.time.Instant;
import java.util.Set;

/**
 * What the dispatcher has room for.
 *
 * @param most leases in all
 * @param share leases of one destination, so that one with much mail leaves room for the others
 * @param except destinations of which it has its share already
 * @param until when the leases run out
 */
public record LeaseRequest(int most, int share, Set<DomainName> except, Instant now, Instant until) {

    /** Keeps its own copy of the set. */
    public LeaseRequest {
        except = Set.copyOf(except);
        if (most < 1 || share < 1 || !until.isAfter(now)) {
            throw new IllegalArgumentException("a request for nothing");
        }
    }
}
