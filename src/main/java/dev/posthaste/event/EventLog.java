package dev.posthaste.event;

import dev.posthaste.id.TenantId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The log, for reading. Events come in the order of their positions. An event is given out only when no transaction that is
 * still running can commit one with a lower position; so the position of the last event of a page is all that a reader has
 * to keep.
 *
 * <p>A transaction that has written an event and stays open holds back every event behind it. A transaction that has written
 * none holds back nothing, however long it runs.
 */
public interface EventLog {

    /** The most events of one page. */
    int MAX_PAGE = 1000;

    /**
     * The next events after {@code after} that the filter lets pass. A page may be empty although more events follow: the
     * database looks at a limited number of rows for each page. Reading goes on from {@link Reading.Page#next}.
     *
     * @param limit the most events, from 1 to {@link #MAX_PAGE}
     */
    Uni<Reading> read(Position after, Filter filter, int limit);

    /** The newest position that {@link #read} gives out now; {@link Position#START} if there is none. */
    Uni<Position> latest();

    /** What one page of the log holds. */
    sealed interface Reading {

        /**
         * Events after the asked position.
         *
         * @param next where the next page begins: at or behind the last of these events
         */
        record Page(List<Event> events, Position next, End end) implements Reading {
            /** Keeps its own copy of the events. */
            public Page {
                events = List.copyOf(events);
            }
        }

        /**
         * Retention has removed events after the asked position.
         *
         * @param oldest where what remains begins: reading from it is complete
         */
        record Expired(Position oldest) implements Reading {}
    }

    /** Whether it is worth asking again at once. */
    enum End {
        /** There may be more. */
        MORE,
        /** The reader has seen everything that is settled. */
        REACHED
    }

    /**
     * Which events a reader wants.
     *
     * @param tenant whose events; empty for those of all tenants, which is for the server itself
     * @param subject what they are about; empty for everything. Given only together with a tenant
     * @param types which types; never empty
     */
    record Filter(Optional<TenantId> tenant, Optional<Event.Subject> subject, Set<EventType> types) {

        /** Every event of the database. */
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), EnumSet.allOf(EventType.class));

        /** Keeps its own copy of the types. */
        public Filter {
            types = Set.copyOf(types);
            if (types.isEmpty()) {
                throw new IllegalArgumentException("a filter without a type");
            }
            if (subject.isPresent() && tenant.isEmpty()) {
                throw new IllegalArgumentException("a subject without its tenant");
            }
        }

        /** Every event of a tenant. */
        public static Filter of(TenantId tenant) {
            return new Filter(Optional.of(tenant), Optional.empty(), EnumSet.allOf(EventType.class));
        }

        /** Every event of one subject. */
        public static Filter of(TenantId tenant, Event.Subject subject) {
            return new Filter(Optional.of(tenant), Optional.of(subject), EnumSet.allOf(EventType.class));
        }

        /** The same with these types alone. */
        public Filter only(EventType first, EventType... more) {
            return new Filter(tenant, subject, EnumSet.of(first, more));
        }
    }

    /** What keeps the log from growing without a limit; run every few minutes by any number of nodes. */
    interface Retention {

        /** The shortest time for which events can be kept. */
        Duration MIN = Duration.ofDays(1);

        /** Prepares room for the events of the coming days and removes those that are older than {@code keep}. */
        Uni<Void> run(Instant now, Duration keep);
    }
}
