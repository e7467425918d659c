package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import dev.posthaste.queue.LeaseRequest.Destinations;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The destinations that have more mail due than their share. They are excluded from the search for due mail, which would
 * otherwise scan theirs each time, and are queried one by one when few of their leases are held.
 */
final class BackloggedDestinations {

    private final Policy policy;
    private final Window window;
    private final Set<DomainName> names = new HashSet<>();

    BackloggedDestinations(Policy policy, Window window) {
        this.policy = policy;
        this.window = window;
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return names.isEmpty();
    }

    /** All of them. */
    Set<DomainName> all() {
        return Set.copyOf(names);
    }

    /** Those of which so little is in hand that a refill fits in their share. */
    Set<DomainName> low() {
        Set<DomainName> low = new HashSet<>(names);
        low.removeIf(name -> window.held(name) > policy.share() - refill());
        return low;
    }

    /** How much is asked for when it is low. */
    int refill() {
        return Math.max(1, policy.share() / 2);
    }

    /** Learns from what was leased. */
    void learn(LeaseRequest request, List<Lease> leases) {
        Map<DomainName, Integer> counts = new HashMap<>();
        leases.forEach(lease -> counts.merge(lease.destination(), 1, Integer::sum));
        switch (request.of()) {
            case Destinations.Only(Set<DomainName> asked) ->
                names.removeIf(name -> asked.contains(name) && counts.getOrDefault(name, 0) == 0);
            case Destinations.AllBut but ->
                counts.forEach((name, count) -> {
                    if (count >= request.share()) {
                        names.add(name);
                    }
                });
        }
    }
}
