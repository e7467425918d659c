package dev.posthaste.intake;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.StoredMessageId;
import java.util.List;
import java.util.Optional;

/** The entrance {@code append}. */
final class AppendEntry implements Entry<AppendResult> {

    private static final byte[] NOTHING = {};

    private final LedgerIntake.Tools tools;
    private final AppendRequest request;

    AppendEntry(LedgerIntake.Tools tools, AppendRequest request) {
        this.tools = tools;
        this.request = request;
    }

    @Override
    public Planned plan(Passage passage, Staging.Staged staged) {
        byte[] prefix = passage.fieldsAbove(NOTHING);
        Acceptance.Delivery delivery = new Acceptance.Delivery(
                request.account(),
                request.folder(),
                request.flags(),
                request.internalDate().orElse(passage.receivedAt()),
                new StoredMessageId(tools.parts().ids().next()),
                prefix);
        return new Planned.Write(new Acceptance(
                passage.email(),
                passage.receivedAt(),
                staged.blob(),
                Acceptance.Contents.of(staged.indexed()),
                prefix,
                List.of(delivery),
                Optional.empty()));
    }

    @Override
    public AppendResult accepted(Passage passage, Acceptance acceptance, List<Ledger.Placed> placed) {
        Ledger.Placed where = placed.getFirst();
        return new AppendResult.Appended(
                where.uidValidity(),
                where.uid(),
                acceptance.deliveries().getFirst().id());
    }

    @Override
    public AppendResult notAccepted(NotAccepted answer) {
        return answer;
    }

    @Override
    public Planned overQuota(Acceptance acceptance, List<AccountId> full) {
        return new Planned.Answer(
                NotAccepted.refused(Refusal.Reason.OVER_QUOTA, "an account has no room for this message"));
    }

    @Override
    public NotAccepted gone() {
        return NotAccepted.refused(Refusal.Reason.NO_SUCH_FOLDER, "the folder is gone");
    }
}
