package dev.posthaste.imap.server;

import dev.posthaste.mailbox.Excerpt;
import io.smallrye.mutiny.Uni;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Reads the messages of one FETCH in batches: while one batch is written, the next is read. At most two batches are in
 * memory.
 */
final class BatchReader {

    private static final long[] NONE = {};

    private final Iterator<long[]> slices;
    private final Function<long[], Uni<List<Excerpt>>> store;
    private CompletionStage<List<Excerpt>> ahead = CompletableFuture.completedStage(List.of());
    /** UIDs of the slice at hand that have not been read. */
    private long[] rest = NONE;

    private long asked;
    private long found;
    private boolean over;

    /** Reads {@code slices}, which are ascending and of no more UIDs than the store takes, and begins at once. */
    BatchReader(Iterator<long[]> slices, Function<long[], Uni<List<Excerpt>>> store) {
        this.slices = slices;
        this.store = store;
        readOn();
    }

    /** Whether there may be more. */
    boolean hasNext() {
        return !over;
    }

    /** The next messages; none if those that were meant are gone. One batch is asked for at a time. */
    Uni<List<Excerpt>> next() {
        return Uni.createFrom().completionStage(ahead).invoke(this::taken);
    }

    /** Whether some of the messages, as far as they have been read, were not there any more. */
    boolean isIncomplete() {
        return found < asked;
    }

    private void taken(List<Excerpt> batch) {
        found += batch.size();
        rest = batch.isEmpty() ? NONE : behind(batch.getLast().message().uid());
        readOn();
    }

    private long[] behind(long uid) {
        int from = 0;
        while (from < rest.length && rest[from] <= uid) {
            from++;
        }
        return Arrays.copyOfRange(rest, from, rest.length);
    }

    private void readOn() {
        if (rest.length == 0 && slices.hasNext()) {
            rest = slices.next();
            asked += rest.length;
        }
        over = rest.length == 0;
        if (!over) {
            ahead = store.apply(rest).subscribeAsCompletionStage();
        }
    }
}
