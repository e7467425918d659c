package dev.posthaste.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** The pure half of the dispatcher: what follows from an attempt. */
final class Verdicts {

    private final RetrySchedule schedule;
    private final RandomGenerator chance;

    Verdicts(RetrySchedule schedule, RandomGenerator chance) {
        this.schedule = schedule;
        this.chance = chance;
    }

    /** What is decided of the recipient. */
    Settlement on(AttemptResult result, Instant now) {
        return switch (result.outcome()) {
            case Outcome.Delivered delivered -> new Settlement.Delivered(result);
            case Outcome.Failed failed -> new Settlement.Bounced(result, failed.cause());
            case Outcome.Deferred(Cause cause) -> deferred(result, cause, now);
        };
    }

    /** The outcome that everything else for this destination would have too, if there is one. */
    static Optional<AttemptResult> ofWholeDestination(List<AttemptResult> results) {
        return results.stream().filter(Verdicts::reachesDestination).findFirst();
    }

    /** One result per lease of the consignment, in its order; where the carrier said nothing, {@code silence} stands. */
    static List<AttemptResult> complete(
            Consignment consignment, List<AttemptResult> said, Outcome silence, Instant now) {
        Set<Lease> missing = Collections.newSetFromMap(new IdentityHashMap<>());
        missing.addAll(consignment.leases());
        List<AttemptResult> complete = new ArrayList<>();
        for (AttemptResult result : said) {
            if (missing.remove(result.lease())) {
                complete.add(result);
            }
        }
        missing.forEach(lease -> complete.add(new AttemptResult(lease, silence, new Contact.None(), now, now)));
        return complete;
    }

    /** The leases of the consignment without a result. */
    static List<Lease> unsaid(Consignment consignment, List<AttemptResult> said) {
        Set<Lease> missing = Collections.newSetFromMap(new IdentityHashMap<>());
        missing.addAll(consignment.leases());
        said.forEach(result -> missing.remove(result.lease()));
        return List.copyOf(missing);
    }

    /** Whether the recipient will never have the message, which its sender is told. */
    static boolean isFailure(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Bounced bounced -> true;
            case Settlement.Expired expired -> true;
            case Settlement.Delivered delivered -> false;
            case Settlement.Deferred deferred -> false;
        };
    }

    private Settlement deferred(AttemptResult result, Cause cause, Instant now) {
        Instant accepted = result.lease().item().acceptedAt();
        return switch (schedule.after(result.number(), accepted, now, chance)) {
            case RetrySchedule.Next.RetryAt(Instant time) -> new Settlement.Deferred(result, cause, time);
            case RetrySchedule.Next.GiveUp giveUp -> new Settlement.Expired(result, cause);
        };
    }

    private static boolean reachesDestination(AttemptResult result) {
        return switch (result.outcome()) {
            case Outcome.Delivered delivered -> false;
            case Outcome.Deferred(Cause cause) -> cause.scope() == Scope.HOST;
            case Outcome.Failed(Cause cause) -> cause.scope() == Scope.HOST;
        };
    }
}
