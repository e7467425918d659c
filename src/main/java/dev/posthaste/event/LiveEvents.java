package dev.posthaste.event;

import dev.posthaste.event.EventLog.End;
import dev.posthaste.event.EventLog.Filter;
import dev.posthaste.event.EventLog.Reading;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows the log: first what is there, then what comes. A commit of this process is noticed at once if whoever made it
 * calls {@link #wake}; any other within {@link #POLL}. A wake-up that is lost costs time and no event.
 *
 * <p>A follower that does not ask for more holds at most one page in memory and costs the database nothing.
 */
public final class LiveEvents {

    /** A follower that waits looks at the log so often when nobody wakes it. */
    public static final Duration POLL = Duration.ofMillis(200);

    /** A follower reads at most so often, so that each commit under load does not cost a read by each follower. */
    static final Duration PACE = Duration.ofMillis(20);

    /** Events of one read. */
    private static final int PAGE = 200;

    private final EventLog log;
    private final AtomicLong wakes = new AtomicLong();
    private final Set<UniEmitter<? super Void>> waiting = ConcurrentHashMap.newKeySet();

    /** Follows this log. */
    public LiveEvents(EventLog log) {
        this.log = log;
    }

    /** Says that a transaction with events has committed. It neither waits nor fails; any thread may call it. */
    public void wake() {
        wakes.incrementAndGet();
        waiting.forEach(emitter -> emitter.complete(null));
    }

    /**
     * All events after {@code after} that the filter lets pass, without an end. Fails with {@link ExpiredException} if
     * retention has removed some of them, and with the database's failure; whoever follows on begins again behind the last
     * event that it has got.
     */
    public Multi<Event> follow(Position after, Filter filter) {
        return pages(after, filter)
                .onItem()
                .transformToMultiAndConcatenate(page -> Multi.createFrom().iterable(page.events()));
    }

    /**
     * The same page by page, for a reader that keeps {@link Reading.Page#next} even when the filter let nothing pass. Pages
     * that bring neither an event nor a new position are left out.
     */
    public Multi<Reading.Page> pages(Position after, Filter filter) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Cursor(after, filter), Cursor::advance)
                .indefinitely()
                .select()
                .where(Step::isNew)
                .map(Step::page);
    }

    /** The events after the asked position are no longer all there. */
    public static final class ExpiredException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Position oldest;

        ExpiredException(Position oldest) {
            super("events before " + oldest + " are no longer kept");
            this.oldest = oldest;
        }

        /** Where what remains begins. */
        public Position oldest() {
            return oldest;
        }
    }

    /** One read, and whether it brought an event or a new position. */
    private record Step(Reading.Page page, boolean isNew) {}

    /** How far a follower has got. One read at a time. */
    private final class Cursor {

        private final Filter filter;
        private Position position;
        private End end = End.MORE;
        private long seen;

        Cursor(Position after, Filter filter) {
            this.position = after;
            this.filter = filter;
        }

        Uni<Step> advance() {
            return switch (end) {
                case MORE -> read();
                case REACHED -> woken(seen).chain(this::read);
            };
        }

        private Uni<Step> read() {
            seen = wakes.get();
            return log.read(position, filter, PAGE).map(this::step);
        }

        private Step step(Reading reading) {
            return switch (reading) {
                case Reading.Page page -> {
                    Step step = new Step(page, page.next().compareTo(position) > 0);
                    position = page.next();
                    end = page.end();
                    yield step;
                }
                case Reading.Expired(Position oldest) -> throw new ExpiredException(oldest);
            };
        }
    }

    /** Ends after the next {@link #wake} behind the one with number {@code seen}, or after {@link #POLL}. */
    private Uni<Void> woken(long seen) {
        Uni<Void> woken = Uni.createFrom().emitter(emitter -> {
            waiting.add(emitter);
            emitter.onTermination(() -> waiting.remove(emitter));
            if (wakes.get() != seen) {
                waiting.remove(emitter);
                emitter.complete(null);
            }
        });
        return woken.ifNoItem()
                .after(POLL)
                .recoverWithUni(() -> Uni.createFrom().voidItem())
                .chain(() -> pause(PACE));
    }

    private static Uni<Void> pause(Duration time) {
        return Uni.createFrom().voidItem().onItem().delayIt().by(time);
    }

    /** How many followers wait. */
    int waiting() {
        return waiting.size();
    }
}
