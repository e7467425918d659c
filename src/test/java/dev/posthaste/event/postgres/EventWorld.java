package dev.posthaste.event.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.event.Event;
import dev.posthaste.event.EventLog;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventLog.Reading;
import dev.posthaste.event.EventType;
import dev.posthaste.event.Position;
import dev.posthaste.id.TenantId;
import dev.posthaste.id.Uuid7;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A log with writers whose transactions a test opens and closes as it likes. */
final class EventWorld {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String INSERT = "insert into event (tenant_id, subject_id, bucket, type, data)"
            + " values ($1, $2, 0, $3, $4) returning position";

    final TestDatabase database;
    final Uuid7 ids = new Uuid7(InstantSource.system());
    final TenantId tenant = new TenantId(ids.next());
    final EventLog log;

    EventWorld(TestDatabase database) {
        this.database = database;
        this.log = new PostgresEventLog(database.mutinyPool());
    }

    /** An open transaction. */
    Writer begin() {
        return new Writer();
    }

    /** A transaction with one event. */
    Position write(String data) {
        return write(EventType.DOMAIN_CREATED, ids.next(), data);
    }

    Position write(EventType type, UUID subject, String data) {
        Writer writer = begin();
        Position position = writer.write(type, subject, data);
        writer.commit();
        return position;
    }

    List<String> readable() {
        return readable(Position.START, Filter.ALL);
    }

    List<String> readable(Position after, Filter filter) {
        return events(after, filter).stream().map(Event::data).toList();
    }

    /** Page after page until the end is reached. */
    List<Event> events(Position after, Filter filter) {
        List<Event> events = new ArrayList<>();
        Position position = after;
        while (true) {
            Reading.Page page = page(position, filter, 2);
            events.addAll(page.events());
            position = page.next();
            if (page.end() == EventLog.End.REACHED) {
                return events;
            }
        }
    }

    Reading.Page page(Position after, Filter filter, int limit) {
        return (Reading.Page) done(log.read(after, filter, limit));
    }

    void execute(String sql, Object... arguments) {
        done(database.mutinyPool().preparedQuery(sql).execute(Tuple.from(arguments)));
    }

    static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    final class Writer {
        private final SqlConnection connection = done(database.mutinyPool().getConnection());

        private Writer() {
            execute("begin");
        }

        Position write(String data) {
            return write(EventType.DOMAIN_CREATED, ids.next(), data);
        }

        Position write(EventType type, UUID subject, String data) {
            Tuple row = Tuple.of(tenant.value(), subject, (short) type.code(), data);
            return new Position(done(connection.preparedQuery(INSERT).execute(row))
                    .iterator()
                    .next()
                    .getLong(0));
        }

        void execute(String sql) {
            done(connection.query(sql).execute());
        }

        void commit() {
            end("commit");
        }

        void rollback() {
            end("rollback");
        }

        private void end(String how) {
            execute(how);
            done(connection.close());
        }
    }
}
