package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import dev.posthaste.id.EmailId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The leases that this process holds: which wait, which are under way, whose turn it is. Destinations take turns, so none waits for
 * another's mail. A lease stays in hand until it is settled.
 */
final class Window {

    /** The leases of one destination. */
    private static final class Line {
        final Deque<Consignment> waiting = new ArrayDeque<>();
        int running;
        int held;
    }

    private final Policy policy;
    private final Map<DomainName, Line> lines = new HashMap<>();
    /** Destinations with waiting consignments, the next first. */
    private final Deque<DomainName> turns = new ArrayDeque<>();

    private final IdentityHashMap<Lease, LeaseGuard> held = new IdentityHashMap<>();
    private int running;

    Window(Policy policy) {
        this.policy = policy;
    }

    /** How many more leases the window takes. */
    int free() {
        return policy.window() - held.size();
    }

    /** How many leases of a destination are in hand. */
    int held(DomainName destination) {
        Line line = lines.get(destination);
        return line == null ? 0 : line.held;
    }

    /** All leases in hand. */
    List<Lease> held() {
        return List.copyOf(held.keySet());
    }

    /** Whether leases in hand may have run out, so that whoever looks for due mail may lease them. */
    boolean isInDoubt() {
        return held.values().stream().anyMatch(LeaseGuard::isInDoubt);
    }

    /** Whether a lease in hand is ours for certain. */
    boolean isCertain(Lease lease) {
        LeaseGuard guard = held.get(lease);
        return guard != null && guard.holds();
    }

    /** Takes new leases, which run out at {@code end}; recipients of one email at one destination go together. */
    void add(List<Lease> leases, InstantSource clock, Instant end) {
        for (List<Lease> group : grouped(leases)) {
            Consignment consignment = new Consignment(group, new LeaseGuard(clock, end));
            Line line = lines.computeIfAbsent(consignment.destination(), destination -> new Line());
            if (line.waiting.isEmpty()) {
                turns.addLast(consignment.destination());
            }
            line.waiting.addLast(consignment);
            line.held += group.size();
            group.forEach(lease -> held.put(lease, consignment.guard()));
        }
    }

    /** Of the leases that were to be renewed these are held until {@code end}; the others are lost, if they are in hand. */
    void renewed(List<Lease> asked, List<Lease> kept, Instant end) {
        Set<Lease> lost = Collections.newSetFromMap(new IdentityHashMap<>());
        lost.addAll(asked);
        kept.forEach(lost::remove);
        guards(kept).forEach(guard -> guard.extend(end));
        guards(List.copyOf(lost)).forEach(LeaseGuard::lose);
    }

    private Stream<LeaseGuard> guards(Collection<Lease> leases) {
        return leases.stream().map(held::get).filter(Objects::nonNull);
    }

    /** The next consignment to carry, which is under way from now on; empty if none waits or no more may be under way. */
    Optional<Consignment> next() {
        if (running >= policy.running()) {
            return Optional.empty();
        }
        for (int i = turns.size(); i > 0; i--) {
            DomainName destination = turns.removeFirst();
            Line line = line(destination);
            if (line.running >= policy.runningPerDestination()) {
                turns.addLast(destination);
                continue;
            }
            Consignment consignment = line.waiting.removeFirst();
            if (!line.waiting.isEmpty()) {
                turns.addLast(destination);
            }
            line.running++;
            running++;
            return Optional.of(consignment);
        }
        return Optional.empty();
    }

    /** A consignment is no longer under way; its leases are in hand still. */
    void ended(Consignment consignment) {
        running--;
        line(consignment.destination()).running--;
    }

    /** What waits for a destination, which will not be carried then; the leases are in hand still. */
    List<Lease> takeWaiting(DomainName destination) {
        Line line = line(destination);
        List<Lease> taken = leases(line.waiting);
        line.waiting.clear();
        turns.remove(destination);
        return taken;
    }

    /** Everything that waits, which will not be carried then; the leases are in hand still. */
    List<Lease> takeAllWaiting() {
        List<Lease> taken = new ArrayList<>();
        for (DomainName destination : List.copyOf(turns)) {
            taken.addAll(takeWaiting(destination));
        }
        return taken;
    }

    /** Leases are in hand no longer. */
    void release(List<Lease> leases) {
        for (Lease lease : leases) {
            if (held.remove(lease) != null) {
                Line line = line(lease.destination());
                line.held--;
                if (line.held == 0) {
                    lines.remove(lease.destination());
                }
            }
        }
    }

    private Line line(DomainName destination) {
        Line line = lines.get(destination);
        if (line == null) {
            throw new IllegalStateException("nothing in hand for " + destination);
        }
        return line;
    }

    private static Collection<List<Lease>> grouped(List<Lease> leases) {
        record Group(EmailId email, DomainName destination, int hundred) {}
        Map<Group, List<Lease>> groups = new LinkedHashMap<>();
        Map<Group, Integer> sizes = new HashMap<>();
        for (Lease lease : leases) {
            Group whole = new Group(lease.item().email(), lease.destination(), 0);
            int before = sizes.merge(whole, 1, Integer::sum) - 1;
            Group group = new Group(whole.email(), whole.destination(), before / Consignment.MAX_RECIPIENTS);
            groups.computeIfAbsent(group, g -> new ArrayList<>()).add(lease);
        }
        return groups.values();
    }

    private static List<Lease> leases(Collection<Consignment> consignments) {
        return consignments.stream()
                .flatMap(consignment -> consignment.leases().stream())
                .toList();
    }
}
