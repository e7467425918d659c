package dev.posthaste.queue;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.posthaste.address.DomainName;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.EmailId;
import dev.posthaste.queue.LeaseRequest.Destinations;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps deliveries going: leases what is due, has it carried, destinations in turn, and settles in batches, one at a
 * time, so that many attempts share a commit. It wakes when it is told of new mail, when an attempt ends, and every few
 * seconds for what became due by time, or because whoever leased it is dead.
 *
 * <p>Everything but the entry methods runs on the loop, so nothing here is locked.
 */
public final class Dispatcher {

    /** How long a lease lasts that nobody renews: after a crash, mail on its way waits so long. */
    static final Duration LEASE = Duration.ofSeconds(60);

    /** How often leases in hand are renewed; one renewal may fail before they are in doubt. */
    static final Duration RENEWAL = Duration.ofSeconds(20);

    /** How often the store is asked without an occasion. */
    static final Duration POLL = Duration.ofSeconds(5);

    /** Between two searches while some destinations have more mail due than their share. */
    static final Duration SEARCH_PAUSE = Duration.ofMillis(500);

    /** After the store failed; the store's own patience comes on top. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    /** Until a settlement that the store refuses is tried again: perhaps somebody has mended the store. */
    static final Duration REFUSAL_PAUSE = Duration.ofMinutes(5);

    /** Recipients settled by one transaction. */
    static final int MAX_BATCH = 500;

    /** Reports that are written at once. */
    private static final int REPORTS_AT_ONCE = 16;

    /** Fewer leases than this part of the window are not worth a question. */
    private static final int LEAST_PART = 10;

    private static final Outcome SILENCE =
            Outcome.of(Cause.observed(Scope.SITE, "4.3.0", "The delivery broke off on this server"));

    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final QueueStore store;
    private final Carrier carrier;
    private final FailureReports reports;
    private final Policy policy;
    private final Surroundings surroundings;
    private final Verdicts verdicts;
    private final Window window;
    private final Busy busy;

    private final AtomicBoolean signalled = new AtomicBoolean();
    private final List<Settlement> decided = new ArrayList<>();
    /** Of the batch that is being settled what is to be written yet, each in a transaction of its own. */
    private final Deque<List<Settlement>> unwritten = new ArrayDeque<>();
    /** What the store refused. It stays in hand, since whoever attempted it again would deliver it again. */
    private final List<Settlement> refused = new ArrayList<>();

    private final List<UniEmitter<? super Void>> waitingForEnd = new ArrayList<>();
    private boolean leasing;
    private boolean renewing;
    private boolean settling;
    private boolean mayBeMore;
    private boolean searchIsPlanned;
    private Instant nextSearch = Instant.MIN;
    private Phase phase = Phase.NEW;

    private enum Phase {
        NEW,
        RUNNING,
        DRAINING
    }

    /** Does nothing yet. */
    public Dispatcher(
            QueueStore store, Carrier carrier, FailureReports reports, Policy policy, Surroundings surroundings) {
        this.store = store;
        this.carrier = carrier;
        this.reports = reports;
        this.policy = policy;
        this.surroundings = surroundings;
        this.verdicts = new Verdicts(policy.schedule(), surroundings.chance());
        this.window = new Window(policy);
        this.busy = new Busy(policy, window);
    }

    /** Begins. */
    public void start() {
        surroundings.loop().execute(() -> {
            phase = Phase.RUNNING;
            poll();
            keepRenewing();
        });
    }

    /** Says that there may be something due, because new mail was accepted. Cheap, from any thread. */
    public void signal() {
        if (!signalled.getAndSet(true)) {
            surroundings.loop().execute(this::fill);
        }
    }

    /** Leases nothing more, gives back what waits, and ends when what is under way is settled. */
    public Uni<Void> stop() {
        return Uni.createFrom().emitter(emitter -> surroundings.loop().execute(() -> drain(emitter)));
    }

    // ------------------------------------------------------------------------------------------------------ leasing

    private void poll() {
        if (phase == Phase.RUNNING) {
            fill();
            later(POLL, this::poll);
        }
    }

    private void fill() {
        signalled.set(false);
        boolean worthIt = window.room() >= Math.max(1, policy.window() / LEAST_PART);
        if (phase != Phase.RUNNING || leasing || !worthIt) {
            mayBeMore = true;
            return;
        }
        Set<DomainName> low = busy.low();
        if (window.isInDoubt()) {
            // What ran out is due for everybody: this process, too, could lease what it is still carrying.
            mayBeMore = true;
            renew();
        } else if (!low.isEmpty()) {
            mayBeMore = true;
            lease(new Destinations.Only(low), busy.refill());
        } else if (busy.isEmpty() || !now().isBefore(nextSearch)) {
            mayBeMore = false;
            nextSearch = now().plus(SEARCH_PAUSE);
            lease(new Destinations.AllBut(busy.all()), policy.share());
        } else if (!searchIsPlanned) {
            searchIsPlanned = true;
            later(SEARCH_PAUSE, this::search);
        }
    }

    private void search() {
        searchIsPlanned = false;
        fill();
    }

    private void lease(Destinations destinations, int share) {
        leasing = true;
        Instant now = now();
        LeaseRequest request = new LeaseRequest(destinations, window.room(), share, now, now.plus(LEASE));
        store.lease(request)
                .emitOn(surroundings.loop())
                .subscribe()
                .with(leases -> leased(request, leases), this::leaseFailed);
    }

    private void leased(LeaseRequest request, List<Lease> leases) {
        leasing = false;
        window.add(leases, surroundings.clock(), request.until());
        busy.learn(request, leases);
        if (phase == Phase.DRAINING) {
            giveBack(window.takeAllWaiting());
            endIfDrained();
            return;
        }
        pump();
        if (mayBeMore) {
            // More was signalled, or is to be looked for, than this one question could tell.
            fill();
        } else {
            mayBeMore = leases.size() >= request.most();
        }
    }

    private void leaseFailed(Throwable failure) {
        leasing = false;
        LOG.log(WARNING, "The queue cannot be read; next look in {0}: {1}", POLL, failure.toString());
        endIfDrained();
    }

    private void keepRenewing() {
        renew();
        later(RENEWAL, this::keepRenewing);
    }

    private void renew() {
        List<Lease> held = window.held();
        if (renewing || held.isEmpty()) {
            return;
        }
        renewing = true;
        Instant until = now().plus(LEASE);
        store.renew(held, until)
                .emitOn(surroundings.loop())
                .subscribe()
                .with(kept -> renewed(held, kept, until), this::renewalFailed);
    }

    private void renewed(List<Lease> asked, List<Lease> kept, Instant until) {
        renewing = false;
        window.renewed(asked, kept, until);
        pump();
        if (mayBeMore) {
            fill();
        }
    }

    private void renewalFailed(Throwable failure) {
        renewing = false;
        LOG.log(WARNING, "Leases were not renewed: {0}", failure.toString());
    }

    // ----------------------------------------------------------------------------------------------------- carrying

    private void pump() {
        List<Lease> putDown = new ArrayList<>();
        for (Optional<Consignment> next = window.next(); next.isPresent(); next = window.next()) {
            if (next.get().hold().lasts()) {
                carry(next.get());
            } else {
                window.ended(next.get());
                putDown.addAll(next.get().leases());
            }
        }
        giveBack(putDown);
    }

    private void carry(Consignment consignment) {
        Uni.createFrom()
                .deferred(() -> carrier.carry(consignment))
                .emitOn(surroundings.loop())
                .subscribe()
                .with(results -> carried(consignment, results), failure -> broken(consignment, failure));
    }

    private void broken(Consignment consignment, Throwable bug) {
        LOG.log(ERROR, "The delivery of " + consignment.item().email() + " broke", bug);
        carried(consignment, List.of());
    }

    private void carried(Consignment consignment, List<AttemptResult> said) {
        window.ended(consignment);
        Instant now = now();
        List<AttemptResult> results =
                consignment.hold().lasts() ? Verdicts.complete(consignment, said, SILENCE, now) : said;
        giveBack(Verdicts.unsaid(consignment, results));
        results.forEach(result -> decided.add(verdicts.on(result, now)));
        Verdicts.ofWholeDestination(results).ifPresent(result -> spread(consignment, result));
        pump();
        settle();
    }

    /** What waits for a destination that takes nothing gets the same answer without a connection of its own. */
    private void spread(Consignment consignment, AttemptResult result) {
        Instant now = now();
        for (Lease lease : window.takeWaiting(consignment.destination())) {
            AttemptResult same = new AttemptResult(lease, result.outcome(), result.contact(), now, now);
            decided.add(verdicts.on(same, now));
        }
    }

    // ----------------------------------------------------------------------------------------------------- settling

    private void settle() {
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
                .emitOn(surroundings.loop())
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
        giveBack(doubtful);
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
                .deferred(() -> store.settle(next, now()))
                .emitOn(surroundings.loop())
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
        if (mayBeMore || !busy.isEmpty()) {
            fill();
        }
        pump();
        endIfDrained();
    }

    // Whether the transaction was committed is not known; the leases make settling twice harmless.
    private void settleFailed(List<Settlement> part, Throwable failure) {
        if (failure instanceof RefusedSettlementException) {
            halve(part, failure);
            writeNext();
            return;
        }
        LOG.log(WARNING, "{0} recipients cannot be settled; again in {1}: {2}", part.size(), PAUSE, failure.toString());
        unwritten.addFirst(part);
        later(PAUSE, this::writeNext);
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
        LOG.log(
                ERROR,
                "The store refuses recipient " + lease.number() + " of "
                        + lease.item().email(),
                refusal);
        if (refused.isEmpty()) {
            later(REFUSAL_PAUSE, this::retryRefused);
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
        LOG.log(ERROR, "The reporting of failures broke", bug);
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
        LOG.log(WARNING, "The report on {0} was not accepted: {1}", email, failure.toString());
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

    // ------------------------------------------------------------------------------------------------------- ending

    private void drain(UniEmitter<? super Void> emitter) {
        phase = Phase.DRAINING;
        waitingForEnd.add(emitter);
        giveBack(window.takeAllWaiting());
        endIfDrained();
    }

    private void giveBack(List<Lease> unused) {
        if (unused.isEmpty()) {
            return;
        }
        mayBeMore = true;
        store.giveBack(unused, now())
                .emitOn(surroundings.loop())
                .subscribe()
                .with(done -> givenBack(unused), failure -> givenBack(unused));
    }

    // What could not be given back is due when its lease runs out.
    private void givenBack(List<Lease> unused) {
        window.release(unused);
        fill();
        endIfDrained();
    }

    private void endIfDrained() {
        boolean atWork = leasing || settling || window.held().size() > refused.size();
        if (phase == Phase.DRAINING && !atWork) {
            waitingForEnd.forEach(emitter -> emitter.complete(null));
            waitingForEnd.clear();
        }
    }

    private void later(Duration delay, Runnable task) {
        surroundings.timer().after(delay, () -> surroundings.loop().execute(task));
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
