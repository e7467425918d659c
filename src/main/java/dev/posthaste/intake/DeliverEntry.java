package dev.posthaste.intake;

import dev.posthaste.id.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The entrance {@code deliver}. */
final class DeliverEntry implements Entry<DeliverResult> {

    private final LedgerIntake.Tools tools;
    private final DeliverRequest request;

    DeliverEntry(LedgerIntake.Tools tools, DeliverRequest request) {
        this.tools = tools;
        this.request = request;
    }

    @Override
    public Planned plan(Passage passage, Staging.Staged staged) {
        Plan plan = Plan.of(passage);
        boolean nobody = plan.rows().isEmpty();
        if (nobody || (!plan.rejections().isEmpty() && !request.isAnsweredForEach())) {
            return new Planned.Answer(new NotAccepted.Refused(plan.rejections().getFirst()));
        }
        byte[] received =
                tools.trace().received(request.origin(), request.transport(), passage.email(), passage.receivedAt());
        byte[] prefix = passage.fieldsAbove(received);
        return new Planned.Write(new Acceptance(
                passage.email(),
                passage.receivedAt(),
                staged.blob(),
                Acceptance.Contents.of(staged.indexed()),
                prefix,
                plan.deliveries(
                        request.from(),
                        prefix,
                        passage.receivedAt(),
                        tools.parts().ids()),
                Optional.empty()));
    }

    @Override
    public DeliverResult accepted(Passage passage, Acceptance acceptance, List<Ledger.Placed> placed) {
        return new DeliverResult.Accepted(acceptance.email(), outcomes(passage, acceptance));
    }

    /** By LMTP an account that was left out since it is full is deferred; otherwise nobody is left out. */
    private List<DeliverResult.Outcome> outcomes(Passage passage, Acceptance acceptance) {
        Set<AccountId> served = acceptance.deliveries().stream()
                .map(delivery -> delivery.account().id())
                .collect(Collectors.toSet());
        List<DeliverResult.Outcome> outcomes = new ArrayList<>(request.to().size());
        for (Recipient recipient : request.to()) {
            outcomes.add(outcome(passage.disposition(recipient), served));
        }
        return outcomes;
    }

    private static DeliverResult.Outcome outcome(Disposition disposition, Set<AccountId> served) {
        return switch (disposition) {
            case Disposition.Deliver(var account, var folder, long flags) ->
                served.contains(account.id())
                        ? new DeliverResult.Outcome.Taken()
                        : new DeliverResult.Outcome.Deferred(Deferral.accountFull());
            case Disposition.Reject(Refusal refusal) -> new DeliverResult.Outcome.Refused(refusal);
            case Disposition.Capture capture -> new DeliverResult.Outcome.Taken();
            case Disposition.Queue queue -> new DeliverResult.Outcome.Taken();
            case Disposition.Discard discard -> new DeliverResult.Outcome.Taken();
            case Disposition.Redirect redirect -> new DeliverResult.Outcome.Taken();
        };
    }

    @Override
    public DeliverResult notAccepted(NotAccepted answer) {
        return answer;
    }

    /** What a relay brings is written for the accounts that have room; by SMTP it is all or nothing. */
    @Override
    public Planned overQuota(Acceptance acceptance, List<AccountId> full) {
        if (!request.isAnsweredForEach()) {
            return new Planned.Answer(NotAccepted.deferred("an account has no room for this message"));
        }
        Acceptance rest = acceptance.without(full);
        if (rest.deliveries().size() == acceptance.deliveries().size()) {
            throw new IllegalStateException("accounts without room that nothing was meant for: " + full);
        }
        return rest.deliveries().isEmpty()
                ? new Planned.Answer(new NotAccepted.Deferred(Deferral.accountFull()))
                : new Planned.Write(rest);
    }

    @Override
    public NotAccepted gone() {
        return NotAccepted.deferred("an account has gone since it was named");
    }
}
