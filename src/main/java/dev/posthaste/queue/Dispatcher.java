package dev.posthaste.queue;

import dev.posthaste.address.DomainName;
import dev.posthaste.queue.LeaseRequest.Destinations;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Keeps deliveries going: leases what is due, has it carried, destinations in turn, and has the {@link Settler} settle. It wakes when it is told of new mail, when an attempt ends, and every few
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

    /** Fewer leases than this part of the window are not worth a question. */
    private static final int LEAST_PART = 10;

    private static final Outcome SILENCE =
            Outcome.of(Cause.observed(Scope.SITE, "4.3.0", "The delivery broke off on this server"));

    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    private final QueueStore store;
    private final Carrier carrier;
    private final Policy policy;
    private final Environment environment;
    private final Verdicts verdicts;
    private final Window window;
    private final BackloggedDestinations backlogged;
    private final Settler settler;

    private final AtomicBoolean signalled = new AtomicBoolean();
    private final List<UniEmitter<? super Void>> waitingForEnd = new ArrayList<>();
    private boolean leasing;
    private boolean renewing;
    private boolean mayBeMore;
    private boolean searchIsPlanned;
    private Instant nextSearch = Instant.MIN;
    private Phase phase = Phase.NEW;

    private enum Phase {
        NEW,
        RUNNING,
        DRAINING
    }

    private final class AfterSettling implements Settler.Owner {
        @Override
        public void giveBack(List<Lease> leases) {
            Dispatcher.this.giveBack(leases);
        }

        @Override
        public void settled() {
            if (mayBeMore || !backlogged.isEmpty()) {
                fill();
            }
            pump();
            endIfDrained();
        }
    }

    /** Does nothing until {@link #start}. */
    public Dispatcher(
            QueueStore store, Carrier carrier, FailureReports reports, Policy policy, Environment environment) {
        this.store = store;
        this.carrier = carrier;
        this.policy = policy;
        this.environment = environment;
        this.verdicts = new Verdicts(policy.schedule(), environment.chance());
        this.window = new Window(policy);
        this.backlogged = new BackloggedDestinations(policy, window);
        this.settler = new Settler(store, reports, window, environment, new AfterSettling());
    }

    /** Begins. */
    public void start() {
        environment.loop().execute(() -> {
            phase = Phase.RUNNING;
            poll();
            keepRenewing();
        });
    }

    /** Says that there may be something due, because new mail was accepted. Cheap, from any thread. */
    public void signal() {
        if (!signalled.getAndSet(true)) {
            environment.loop().execute(this::fill);
        }
    }

    /** Leases nothing more, gives back what waits, and ends when what is under way is settled. */
    public Uni<Void> stop() {
        return Uni.createFrom().emitter(emitter -> environment.loop().execute(() -> drain(emitter)));
    }

    // ------------------------------------------------------------------------------------------------------ leasing

    private void poll() {
        if (phase == Phase.RUNNING) {
            fill();
            environment.later(POLL, this::poll);
        }
    }

    private void fill() {
        signalled.set(false);
        boolean worthIt = window.free() >= Math.max(1, policy.window() / LEAST_PART);
        if (phase != Phase.RUNNING || leasing || !worthIt) {
            mayBeMore = true;
            return;
        }
        Set<DomainName> low = backlogged.low();
        if (window.isInDoubt()) {
            // What ran out is due for everybody: this process, too, could lease what it is still carrying.
            mayBeMore = true;
            renew();
        } else if (!low.isEmpty()) {
            mayBeMore = true;
            lease(new Destinations.Only(low), backlogged.refill());
        } else if (backlogged.isEmpty() || !environment.now().isBefore(nextSearch)) {
            mayBeMore = false;
            nextSearch = environment.now().plus(SEARCH_PAUSE);
            lease(new Destinations.AllBut(backlogged.all()), policy.share());
        } else if (!searchIsPlanned) {
            searchIsPlanned = true;
            environment.later(SEARCH_PAUSE, this::search);
        }
    }

    private void search() {
        searchIsPlanned = false;
        fill();
    }

    private void lease(Destinations destinations, int share) {
        leasing = true;
        Instant now = environment.now();
        LeaseRequest request = new LeaseRequest(destinations, window.free(), share, now, now.plus(LEASE));
        store.lease(request)
                .emitOn(environment.loop())
                .subscribe()
                .with(leases -> leased(request, leases), this::leaseFailed);
    }

    private void leased(LeaseRequest request, List<Lease> leases) {
        leasing = false;
        window.add(leases, environment.clock(), request.until());
        backlogged.learn(request, leases);
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
        LOG.warnf("The queue cannot be read; next look in %s: %s", POLL, failure);
        endIfDrained();
    }

    private void keepRenewing() {
        renew();
        environment.later(RENEWAL, this::keepRenewing);
    }

    private void renew() {
        List<Lease> held = window.held();
        if (renewing || held.isEmpty()) {
            return;
        }
        renewing = true;
        Instant until = environment.now().plus(LEASE);
        store.renew(held, until)
                .emitOn(environment.loop())
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
        LOG.warnf("Leases were not renewed: %s", failure);
    }

    // ----------------------------------------------------------------------------------------------------- carrying

    private void pump() {
        List<Lease> putDown = new ArrayList<>();
        for (Optional<Consignment> next = window.next(); next.isPresent(); next = window.next()) {
            if (next.get().guard().holds()) {
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
                .emitOn(environment.loop())
                .subscribe()
                .with(results -> carried(consignment, results), failure -> broken(consignment, failure));
    }

    private void broken(Consignment consignment, Throwable bug) {
        LOG.errorf(bug, "The delivery of %s broke", consignment.item().email());
        carried(consignment, List.of());
    }

    private void carried(Consignment consignment, List<AttemptResult> said) {
        window.ended(consignment);
        Instant now = environment.now();
        List<AttemptResult> results =
                consignment.guard().holds() ? Verdicts.complete(consignment, said, SILENCE, now) : said;
        giveBack(Verdicts.unsaid(consignment, results));
        results.forEach(result -> settler.decide(verdicts.on(result, now)));
        Verdicts.ofWholeDestination(results).ifPresent(result -> spread(consignment, result));
        pump();
        settler.settle();
    }

    /** What waits for a destination that takes nothing gets the same answer without a connection of its own. */
    private void spread(Consignment consignment, AttemptResult result) {
        Instant now = environment.now();
        for (Lease lease : window.takeWaiting(consignment.destination())) {
            AttemptResult same = new AttemptResult(lease, result.outcome(), result.contact(), now, now);
            settler.decide(verdicts.on(same, now));
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
        store.giveBack(unused, environment.now())
                .emitOn(environment.loop())
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
        boolean atWork = leasing || settler.isAtWork() || window.held().size() > settler.refused();
        if (phase == Phase.DRAINING && !atWork) {
            waitingForEnd.forEach(emitter -> emitter.complete(null));
            waitingForEnd.clear();
        }
    }
}
