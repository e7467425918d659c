package dev.posthaste.smtp.server;

import dev.posthaste.smtp.wire.Reply;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, of all and of each address, over all ports and event loops. */
final class Admissions {

    private final Limits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    Admissions(Limits limits) {
        this.limits = limits;
    }

    /** Counts a connection in, or says why there is no room for it; then it is not counted. */
    Optional<Reply> enter(String address) {
        if (all.incrementAndGet() > limits.connections()) {
            all.decrementAndGet();
            return Optional.of(Replies.TOO_MANY_OF_ALL);
        }
        if (byAddress.merge(address, 1, Integer::sum) > limits.connectionsPerAddress()) {
            leave(address);
            return Optional.of(Replies.TOO_MANY_OF_YOU);
        }
        return Optional.empty();
    }

    /** Counts a connection out. */
    void leave(String address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
    }

    /** How many connections there are. */
    int count() {
        return all.get();
    }
}
