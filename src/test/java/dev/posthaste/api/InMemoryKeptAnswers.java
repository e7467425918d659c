package dev.posthaste.api;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Kept answers that are lost with the process. */
public final class InMemoryKeptAnswers implements KeptAnswers {

    private final Map<Name, Row> rows = new HashMap<>();
    private final InstantSource clock;

    public InMemoryKeptAnswers(InstantSource clock) {
        this.clock = clock;
    }

    private record Row(UUID token, Instant until, Instant createdAt, Optional<byte[]> answer) {}

    @Override
    public Uni<Reservation> reserve(Name name, Duration lease) {
        return Uni.createFrom().item(() -> reserved(name, lease));
    }

    private synchronized Reservation reserved(Name name, Duration lease) {
        Instant now = clock.instant();
        Row row = rows.get(name);
        if (row != null && row.answer().isPresent()) {
            return new Reservation.Answered(row.answer().get());
        }
        if (row != null && row.until().isAfter(now)) {
            return new Reservation.UnderWay();
        }
        UUID token = UUID.randomUUID();
        rows.put(name, new Row(token, now.plus(lease), now, Optional.empty()));
        return new Reservation.Reserved(new Lease(name, token));
    }

    @Override
    public Uni<Optional<byte[]>> find(Name name) {
        return Uni.createFrom().item(() -> found(name));
    }

    private synchronized Optional<byte[]> found(Name name) {
        return Optional.ofNullable(rows.get(name)).flatMap(Row::answer);
    }

    @Override
    public Uni<Void> keep(Lease lease, byte[] answer) {
        return change(lease, row -> new Row(row.token(), row.until(), row.createdAt(), Optional.of(answer)));
    }

    @Override
    public Uni<Void> release(Lease lease) {
        return change(lease, row -> null);
    }

    private Uni<Void> change(Lease lease, java.util.function.UnaryOperator<Row> change) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                rows.computeIfPresent(
                        lease.name(), (name, row) -> row.token().equals(lease.token()) ? change.apply(row) : row);
            }
            return null;
        });
    }

    @Override
    public Uni<Void> forget(Instant before) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                rows.values()
                        .removeIf(row -> row.createdAt().isBefore(before)
                                && (row.answer().isPresent() || row.until().isBefore(clock.instant())));
            }
            return null;
        });
    }
}
