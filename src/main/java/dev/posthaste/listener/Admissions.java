package dev.posthaste.listener;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, of all and of each client's network, over all event loops and the ports that share it. */
public final class Admissions {

    private final int connections;
    private final int connectionsPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    /** A network without connections has no entry. */
    private final ConcurrentMap<ClientNetwork, Integer> byNetwork = new ConcurrentHashMap<>();

    /** Admits so many connections at a time, and so many of these from one {@link ClientNetwork}. */
    public Admissions(int connections, int connectionsPerAddress) {
        this.connections = connections;
        this.connectionsPerAddress = connectionsPerAddress;
    }

    /** How many connections there are. */
    public int count() {
        return all.get();
    }

    /** Counts a connection in, or says which limit it would exceed; then it is not counted. */
    Optional<Refusal> enter(String address) {
        if (all.incrementAndGet() > connections) {
            all.decrementAndGet();
            return Optional.of(Refusal.TOO_MANY_OF_ALL);
        }
        if (byNetwork.merge(ClientNetwork.of(address), 1, Integer::sum) > connectionsPerAddress) {
            leave(address);
            return Optional.of(Refusal.TOO_MANY_OF_ADDRESS);
        }
        return Optional.empty();
    }

    /** Counts a connection out. */
    void leave(String address) {
        all.decrementAndGet();
        byNetwork.computeIfPresent(ClientNetwork.of(address), (same, count) -> count > 1 ? count - 1 : null);
    }
}
