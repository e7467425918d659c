package dev.posthaste.delivery.remote;

import dev.posthaste.address.DomainName;
import dev.posthaste.smtp.client.Endpoint;
import dev.posthaste.smtp.client.SmtpConnection;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections by destination. The most recently used one is taken first, so that surplus connections expire.
 * Callable from any thread.
 */
final class IdleConnections {

    /** Maximum idle time; hosts close idle connections without notice after a while. */
    static final Duration REST = Duration.ofSeconds(5);

    /** Maximum number of idle connections to all destinations. */
    static final int MAX = 200;

    /** Maximum number of messages over one connection; some hosts close it after a hundred. */
    static final int MAX_MESSAGES = 100;

    /** A connection, its host, and the number of messages sent over it. */
    record Used(SmtpConnection connection, Endpoint endpoint, int messages) {}

    private record Resting(Used used, Instant since) {}

    private final InstantSource clock;
    private final Map<DomainName, Deque<Resting>> byDestination = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    IdleConnections(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes a connection to the destination that is believed to work; the caller owns it from now on. */
    Optional<Used> take(DomainName destination) {
        while (true) {
            Optional<Used> last = remove(destination, Deque::pollLast);
            if (last.isEmpty() || last.get().connection.isOpen()) {
                return last;
            }
        }
    }

    /** Keeps the connection for later use, or closes it with QUIT. */
    void rest(DomainName destination, Used used) {
        if (!used.connection.isOpen()) {
            return;
        }
        if (used.messages >= MAX_MESSAGES || count.get() >= MAX) {
            leaveUnattended(used);
            return;
        }
        Resting resting = new Resting(used, clock.instant());
        count.incrementAndGet();
        byDestination.compute(destination, (key, line) -> {
            Deque<Resting> present = line == null ? new ArrayDeque<>() : line;
            present.addLast(resting);
            return present;
        });
    }

    /** Closes connections that have been idle too long. Call it periodically. */
    void sweep() {
        olderThan(clock.instant().minus(REST)).forEach(IdleConnections::leaveUnattended);
    }

    /** Closes all connections with QUIT; completes when all hosts have answered or timed out. */
    Uni<Void> close() {
        List<Uni<Void>> farewells =
                olderThan(Instant.MAX).stream().map(IdleConnections::leave).toList();
        return farewells.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(farewells).andCollectFailures().replaceWithVoid();
    }

    private List<Used> olderThan(Instant time) {
        List<Used> old = new ArrayList<>();
        for (DomainName destination : byDestination.keySet()) {
            Optional<Used> oldest = remove(destination, line -> pollOlder(line, time));
            while (oldest.isPresent()) {
                old.add(oldest.get());
                oldest = remove(destination, line -> pollOlder(line, time));
            }
        }
        return old;
    }

    private static @Nullable Resting pollOlder(Deque<Resting> line, Instant time) {
        Resting oldest = line.peekFirst();
        return oldest != null && oldest.since.isBefore(time) ? line.pollFirst() : null;
    }

    // The map's lock makes look-up, removal and the removal of an empty queue atomic.
    private Optional<Used> remove(DomainName destination, Function<Deque<Resting>, @Nullable Resting> choice) {
        AtomicReference<@Nullable Resting> chosen = new AtomicReference<>();
        byDestination.computeIfPresent(destination, (key, line) -> {
            chosen.set(choice.apply(line));
            return line.isEmpty() ? null : line;
        });
        Resting resting = chosen.get();
        if (resting == null) {
            return Optional.empty();
        }
        count.decrementAndGet();
        return Optional.of(resting.used);
    }

    private static void leaveUnattended(Used used) {
        leave(used).subscribe().with(done -> {});
    }

    // The reply to QUIT changes nothing.
    private static Uni<Void> leave(Used used) {
        return used.connection.quit().onFailure().recoverWithNull();
    }
}
