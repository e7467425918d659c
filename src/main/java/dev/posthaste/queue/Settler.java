package dev.posthaste.queue;

import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.queue.QueueStore.RefusedSettlementException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Writes what is decided of recipients, in batches, one at a time: while one is being written, the decisions for the next are
 * gathered. Failures are reported to their senders before they are written.
 *
 * <p>Everything here runs on the loop of the {@link Dispatcher}.
 */
final class Settler {

    /** After the store failed; the store's own timeout comes on top. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** Until a settlement that the store refuses is tried again: perhaps an operator has mended the store. */
    static final Duration REFUSAL_PAUSE = Duration.ofMinutes(5);

    /** Recipients settled by one transaction. */
    static final int MAX_BATCH = 500;

    /** Reports that are written at once. */
    private static final int REPORTS_AT_ONCE = 16;

    private static final Logger LOG = Logger.getLogger(Settler.class);

    private final QueueStore store;
    private final FailureReports reports;
    private final Window window;
    private final Environment environment;
    private final Owner owner;

    private final List<Settlement> decided = new ArrayList<>();
    /** Of the batch that is being settled what is to be written yet, each in a transaction of its own. */
    private final Deque<List<Settlement>> unwritten = new ArrayDeque<>();
    /** What the store refused. It stays in hand, since whoever attempted it again would deliver it again. */
    private final List<Settlement> refused = new ArrayList<>();

    private boolean settling;

    /** What the settler tells the dispatcher. */
    interface Owner {

        /** These leases are not settled: their recipients are due again. */
        void giveBack(List<Lease> leases);

        /** A batch is written, and its leases are out of the window. */
        void settled();
    }

    Settler(QueueStore store, FailureReports reports, Window window, Environment environment, Owner owner) {
        this.store = store;
        this.reports = reports;
        this.window = window;
        this.environment = environment;
        this.owner = owner;
    }

    /** Adds to what {@link #settle} writes. */
    void decide(Settlement settlement) {
        decided.add(settlement);
    }

    /** Whether something is being written. */
    boolean isAtWork() {
        return settling;
    }

    /** How many leases stay in the window because the store refuses their settlement. */
    int refused() {
        return refused.size();
    }

    /** Writes what is decided, unless a batch is being written, after which it is done by itself. */
    void settle() {
        if (settling || decided.isEmpty()) {
            return;
        }
        settling = true;
        List<Settlement> head = decided.subList(0, Math.min(decided.size(), MAX_BATCH));
        List<Settlement> batch = withoutDoubtful(head);
        head.clear();
        report(batch)
                .onFailure()
                .recoverWithItem(bug -> unreportable(batch, bug))
                .emitOn(environment.loop())
                .subscribe()
                .with(unreported -> write(without(batch, unreported)));
    }

    /**
     * A failure whose lease may be another's by now is not reported: whoever has it attempts it again, and says what came of
     * that. The other settlements go to the store, which passes over what is held no longer.
     */
    private List<Settlement> withoutDoubtful(List<Settlement> batch) {
        List<Settlement> rest = new ArrayList<>();
        List<Lease> doubtful = new ArrayList<>();
        for (Settlement settlement : batch) {
            Lease lease = settlement.result().lease();
            if (Verdicts.isFailure(settlement) && !window.isCertain(lease)) {
                doubtful.add(lease);
            } else {
                rest.add(settlement);
            }
        }
        owner.giveBack(doubtful);
        return rest;
    }

    private void write(List<Settlement> batch) {
        unwritten.addLast(batch);
        writeNext();
    }

    private void writeNext() {
        List<Settlement> next = unwritten.pollFirst();
        if (next == null) {
            settled();
            return;
        }
        Uni.createFrom()
                .deferred(() -> store.settle(next, environment.now()))
                .emitOn(environment.loop())
                .subscribe()
                .with(done -> written(next), failure -> settleFailed(next, failure));
    }

    private void written(List<Settlement> part) {
        release(part);
        writeNext();
    }

    private void settled() {
        settling = false;
        settle();
        owner.settled();
    }

    // Whether the transaction was committed is not known; the leases make settling twice harmless.
    private void settleFailed(List<Settlement> part, Throwable failure) {
        if (failure instanceof RefusedSettlementException) {
            halve(part, failure);
            writeNext();
            return;
        }
        LOG.warnf("%d recipients cannot be settled; tried again in %s: %s", part.size(), PAUSE, failure);
        unwritten.addFirst(part);
        environment.later(PAUSE, this::writeNext);
    }

    /** Looks for the one that was refused, so that no other waits for it. */
    private void halve(List<Settlement> part, Throwable refusal) {
        if (part.size() == 1) {
            setAside(part.getFirst(), refusal);
            return;
        }
        int half = part.size() / 2;
        unwritten.addFirst(part.subList(half, part.size()));
        unwritten.addFirst(part.subList(0, half));
    }

    private void setAside(Settlement settlement, Throwable refusal) {
        Lease lease = settlement.result().lease();
        LOG.errorf(
                refusal,
                "The store refuses recipient %d of %s",
                lease.number(),
                lease.item().email());
        if (refused.isEmpty()) {
            environment.later(REFUSAL_PAUSE, this::retryRefused);
        }
        refused.add(settlement);
    }

    /** What failed of it has been reported. */
    private void retryRefused() {
        refused.forEach(settlement -> unwritten.addLast(List.of(settlement)));
        refused.clear();
        if (!settling) {
            settling = true;
            writeNext();
        }
    }

    private static List<Settlement> unreportable(List<Settlement> batch, Throwable bug) {
        LOG.error("The reporting of failures broke", bug);
        return batch.stream().filter(Verdicts::isFailure).toList();
    }

    private void release(List<Settlement> batch) {
        window.release(
                batch.stream().map(settlement -> settlement.result().lease()).toList());
    }

    /**
     * Reports what failed before it is settled: a crash in between leads to another attempt and perhaps a second report,
     * never to none. Gives the settlements whose report could not be made durable; they are attempted again.
     */
    private Uni<List<Settlement>> report(List<Settlement> batch) {
        return Multi.createFrom()
                .iterable(failuresByEmail(batch).values())
                .onItem()
                .transformToUni(this::reportOne)
                .merge(REPORTS_AT_ONCE)
                .collect()
                .in(ArrayList::new, List::addAll);
    }

    private Uni<List<Settlement>> reportOne(List<Settlement> failures) {
        return Uni.createFrom()
                .deferred(() -> reports.report(failures))
                .map(done -> List.<Settlement>of())
                .onFailure()
                .recoverWithItem(failure -> unreported(failures, failure));
    }

    private static List<Settlement> unreported(List<Settlement> failures, Throwable failure) {
        EmailId email = failures.getFirst().result().lease().item().email();
        LOG.warnf("The report on %s was not accepted: %s", email, failure);
        return failures;
    }

    private List<Settlement> without(List<Settlement> batch, List<Settlement> unreported) {
        if (unreported.isEmpty()) {
            return batch;
        }
        release(unreported);
        List<Settlement> rest = new ArrayList<>(batch);
        rest.removeAll(unreported);
        return rest;
    }

    private static Map<EmailId, List<Settlement>> failuresByEmail(List<Settlement> batch) {
        Map<EmailId, List<Settlement>> byEmail = new LinkedHashMap<>();
        batch.stream().filter(Verdicts::isFailure).forEach(failure -> addReportable(byEmail, failure));
        return byEmail;
    }

    // RFC 5321 section 4.5.5: a notice is not answered with a notice.
    private static void addReportable(Map<EmailId, List<Settlement>> byEmail, Settlement failure) {
        Item item = failure.result().lease().item();
        if (item.reversePath() instanceof ReversePath.Sender) {
            byEmail.computeIfAbsent(item.email(), email -> new ArrayList<>()).add(failure);
        }
    }
}
