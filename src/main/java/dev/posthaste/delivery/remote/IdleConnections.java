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
 * Connections that rest between two messages, by destination. The one that rested last is used first, so that those too
 * many grow old and go. Callable from any thread.
 */
final class IdleConnections {

    /** A connection rests no longer; hosts dislike visitors who say nothing, and close without a word after a while. */
    static final Duration REST = Duration.ofSeconds(5);

    /** Connections that rest, of all destinations. */
    static final int MAX = 200;

    /** Messages over one connection; some hosts end it after a hundred. */
    static final int MAX_MESSAGES = 100;

    /** A connection with what it has done, and where it leads. */
    record Used(SmtpConnection connection, Endpoint endpoint, int messages) {}

    private record Resting(Used used, Instant since) {}

    private final InstantSource clock;
    private final Map<DomainName, Deque<Resting>> byDestination = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    IdleConnections(InstantSource clock) {
        this.clock = clock;
    }

    /** A connection to the destination that is believed to work, and is the caller's from now on. */
    Optional<Used> take(DomainName destination) {
        while (true) {
            Optional<Used> last = remove(destination, Deque::pollLast);
            if (last.isEmpty() || last.get().connection.isOpen()) {
                return last;
            }
        }
    }

    /** Lets a connection rest, or takes leave of it. */
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

    /** Takes leave of those that have rested too long. To be called now and then. */
    void sweep() {
        olderThan(clock.instant().minus(REST)).forEach(IdleConnections::leaveUnattended);
    }

    /** Takes leave of all; ends when all have answered, or have been waited for long enough. */
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

    // The map's own lock makes looking, taking and forgetting an empty line one step.
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

    // How a host takes it that we go changes nothing any more.
    private static Uni<Void> leave(Used used) {
        return used.connection.quit().onFailure().recoverWithNull();
    }
}
