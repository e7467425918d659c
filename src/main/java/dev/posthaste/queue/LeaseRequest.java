package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import java.time.Instant;
import java.util.Set;

/**
 * How many leases the dispatcher asks for, and for which destinations.
 *
 * @param most leases in all
 * @param share leases of one destination, so that one with much mail leaves room for the others
 * @param until when the leases run out
 */
public record LeaseRequest(Destinations of, int most, int share, Instant now, Instant until) {

    /** At least one lease, for some time. */
    public LeaseRequest {
        if (most < 1 || share < 1 || !until.isAfter(now)) {
            throw new IllegalArgumentException("a request needs a positive number of leases and a positive length");
        }
    }

    /** The destinations to search. */
    public sealed interface Destinations {

        /** Of any but these: a search through what is due, which is long where much of it is theirs. */
        record AllBut(Set<DomainName> names) implements Destinations {
            /** Keeps its own copy. */
            public AllBut {
                names = Set.copyOf(names);
            }
        }

        /** Of these, each of which is looked up. */
        record Only(Set<DomainName> names) implements Destinations {
            /** Keeps its own copy. */
            public Only {
                names = Set.copyOf(names);
            }
        }
    }
}
