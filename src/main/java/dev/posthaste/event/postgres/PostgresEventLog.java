package dev.posthaste.event.postgres;

import dev.posthaste.event.Event;
import dev.posthaste.event.EventLog;
import dev.posthaste.event.EventType;
import dev.posthaste.event.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log in PostgreSQL. It gives out what {@link SettledPositions} says is settled. All reading of
 * a process goes over one connection of the pool, which it keeps. */
public final class PostgresEventLog implements EventLog {

    /** Rows that one page looks at, when the filter's types or subject let only some of them pass. */
    static final int MAX_SCANNED = 5000;

    private final SettledPositions settled;

    /** Reads by this pool. */
    public PostgresEventLog(Pool pool) {
        this.settled = new SettledPositions(pool);
    }

    @Override
    public Uni<Reading> read(Position after, Filter filter, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("a page of " + limit);
        }
        return settled.highest()
                .chain(now -> now.highest() <= after.value()
                        ? Uni.createFrom().item((Reading) new Reading.Page(List.of(), after, End.REACHED))
                        : read(now, new Range(after, filter, limit)));
    }

    @Override
    public Uni<Position> latest() {
        return settled.highest()
                .chain(now -> now.connection().preparedQuery(EventSql.LATEST).execute(Tuple.of(now.highest())))
                .map(rows -> new Position(rows.iterator().next().getLong("latest")));
    }

    private static Uni<Reading> read(SettledPositions.Settled now, Range range) {
        return now.connection()
                .preparedQuery(range.sql())
                .execute(range.parameters(now.highest()))
                .map(range::reading);
    }

    /** What is asked for at once. */
    private record Range(Position after, Filter filter, int limit) {

        String sql() {
            if (filter.tenant().isEmpty()) {
                return EventSql.OF_ALL;
            }
            return isIndexed() ? EventSql.OF_SUBJECT : EventSql.OF_TENANT;
        }

        private boolean isIndexed() {
            return filter.subject()
                    .filter(subject -> subject.kind() != EventType.Kind.FOLDER)
                    .isPresent();
        }

        Tuple parameters(long highest) {
            Tuple tuple = Tuple.tuple()
                    .addLong(after.value())
                    .addLong(highest)
                    .addInteger(scanned())
                    .addArrayOfShort(types())
                    .addUUID(filter.subject().map(Event.Subject::id).orElse(null))
                    .addInteger(limit);
            filter.tenant().ifPresent(tenant -> tuple.addUUID(tenant.value()));
            return tuple;
        }

        private int scanned() {
            return isIndexed() || passesAll() ? limit : MAX_SCANNED;
        }

        private boolean passesAll() {
            return filter.subject().isEmpty() && filter.types().size() == EventType.values().length;
        }

        /** A subject's events are of its kind: ids of different kinds may be the same UUID. */
        private Short[] types() {
            return filter.types().stream()
                    .filter(type -> filter.subject()
                            .map(subject -> subject.kind() == type.kind())
                            .orElse(true))
                    .map(type -> (short) type.code())
                    .toArray(Short[]::new);
        }

        Reading reading(RowSet<Row> rows) {
            Row first = rows.iterator().next();
            if (after.value() > 0 && first.getLong("dropped_through") > after.value()) {
                return new Reading.Expired(Position.START);
            }
            List<Event> events = new ArrayList<>();
            for (Row row : rows) {
                if (row.getLong("position") != null) {
                    events.add(EventRows.event(row));
                }
            }
            return page(events, Optional.ofNullable(first.getLong("scanned_to")), first.getLong("scanned"));
        }

        private Reading page(List<Event> events, Optional<Long> scannedTo, long scanned) {
            if (events.size() == limit) {
                return new Reading.Page(events, events.getLast().position(), End.MORE);
            }
            return new Reading.Page(
                    events, scannedTo.map(Position::new).orElse(after), scanned == scanned() ? End.MORE : End.REACHED);
        }
    }
}
