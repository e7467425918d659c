package dev.posthaste.imap.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of one port, on whichever event loop: counts them, and waits for their end. */
final class OpenConnections {

    private final ImapSettings.Limits limits;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    /** An address without connections has no entry. */
    private final ConcurrentMap<String, Integer> perAddress = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private final Promise<Void> allEnded = Promise.promise();
    private volatile boolean finishing;

    OpenConnections(ImapSettings.Limits limits) {
        this.limits = limits;
    }

    /** What a new connection is told. */
    enum Admission {
        /** Welcome; whoever was told so calls {@link #leave}. */
        ADMITTED,
        /** There are too many, here or from there, or the server is about to stop. */
        REFUSED
    }

    Admission admit(String address) {
        if (finishing) {
            return Admission.REFUSED;
        }
        boolean room = count.incrementAndGet() <= limits.connections();
        boolean roomForAddress = perAddress.merge(address, 1, Integer::sum) <= limits.connectionsPerAddress();
        if (room && roomForAddress) {
            return Admission.ADMITTED;
        }
        leave(address);
        return Admission.REFUSED;
    }

    int size() {
        return count.get();
    }

    void leave(String address) {
        count.decrementAndGet();
        perAddress.computeIfPresent(address, (same, before) -> before == 1 ? null : before - 1);
    }

    void add(Connection connection) {
        open.add(connection);
        if (finishing) {
            connection.finish();
        }
    }

    void remove(Connection connection) {
        open.remove(connection);
        completeIfEnded();
    }

    /** Admits nobody any more and asks each session to end after the command that it is at; completes when all have. */
    Future<Void> finish() {
        finishing = true;
        open.forEach(Connection::finish);
        completeIfEnded();
        return allEnded.future();
    }

    private void completeIfEnded() {
        if (finishing && open.isEmpty()) {
            allEnded.tryComplete();
        }
    }
}
