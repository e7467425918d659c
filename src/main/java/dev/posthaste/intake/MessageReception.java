package dev.posthaste.intake;

import dev.posthaste.id.AccountId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way in. The header is gathered and passes its stages; the body then flows into the {@link Staging}
 * without being kept; the whole passes the stages of the content and of the placement, and what its entrance makes of it is
 * written.
 */
final class MessageReception<R> implements Reception<R> {

    private static final Logger LOG = Logger.getLogger(MessageReception.class);

    private final LedgerIntake.Tools tools;
    private final Passage passage;
    private final Entry<R> entry;
    private final HeaderCollector header = new HeaderCollector();
    private Staging staging;
    private Staging.@Nullable Staged staged;
    private long octets;
    private boolean headerIsStaged;

    /** What is known if this ends in a failure. */
    private Deferral.Certainty certainty = Deferral.Certainty.NOTHING_WRITTEN;

    MessageReception(LedgerIntake.Tools tools, Passage passage, Entry<R> entry) {
        this.tools = tools;
        this.passage = passage;
        this.entry = entry;
        this.staging = newStaging();
    }

    private Staging newStaging() {
        return new Staging(tools.parts().blobs().upload(passage.tenant()));
    }

    @Override
    public Uni<Void> write(byte[] bytes, int offset, int length) {
        if (passage.isEnded()) {
            return Uni.createFrom().voidItem();
        }
        octets += length;
        if (octets > tools.settings().maxOctets()) {
            return refuse(
                    Refusal.Reason.TOO_LARGE,
                    "a message has at most " + tools.settings().maxOctets() + " octets");
        }
        if (headerIsStaged) {
            return staging.body(bytes, offset, length);
        }
        int taken = header.take(bytes, offset, length);
        if (header.isTooLarge()) {
            return refuse(
                    Refusal.Reason.HEADER_TOO_LARGE, "a header has at most " + HeaderCollector.MAX_OCTETS + " octets");
        }
        if (!header.isComplete()) {
            return Uni.createFrom().voidItem();
        }
        return headerHasCome()
                .chain(() -> passage.isEnded()
                        ? Uni.createFrom().voidItem()
                        : staging.body(bytes, offset + taken, length - taken));
    }

    @Override
    public Uni<R> finish() {
        Uni<Void> headerDone =
                headerIsStaged || passage.isEnded() ? Uni.createFrom().voidItem() : headerHasCome();
        return headerDone.chain(this::decide).onFailure().recoverWithItem(this::unavailable);
    }

    @Override
    public Uni<Void> abort() {
        return staging.abort();
    }

    private Uni<Void> refuse(Refusal.Reason reason, String detail) {
        passage.end(NotAccepted.refused(reason, detail));
        return staging.abort();
    }

    private Uni<Void> headerHasCome() {
        headerIsStaged = true;
        passage.header(header.octets());
        return tools.stages().run(Stage.Place.HEADER, passage).chain(this::stageHeader);
    }

    private Uni<Void> stageHeader() {
        return passage.isEnded() ? staging.abort() : staging.header(passage.headerOctets(), hashing());
    }

    private Staging.Hashing hashing() {
        return passage.signingKeys().isEmpty() ? Staging.Hashing.NONE : Staging.Hashing.BODY;
    }

    private Uni<R> decide() {
        if (passage.isEnded()) {
            return Uni.createFrom().item(end());
        }
        return staging.finish()
                .invoke(this::staged)
                .chain(() -> tools.stages().run(Stage.Place.CONTENT, passage, this::restage))
                .chain(() -> tools.stages().run(Stage.Place.PLACEMENT, passage))
                .chain(this::plan);
    }

    private void staged(Staging.Staged what) {
        staged = what;
        passage.staged(
                new StagedOctets(
                        tools.parts().blobs(), what.blob(), what.indexed().index()),
                what.bodyHash());
    }

    /** Stages what a stage made of the message, in place of what was staged. */
    private Uni<Void> restage(Multi<byte[]> transformed) {
        Restaging next = new Restaging(newStaging(), hashing(), tools.settings().maxOctets());
        return next.take(transformed)
                .onFailure()
                .call(next::abort)
                .onCancellation()
                .call(next::abort)
                .call(done -> staging.abort())
                .invoke(done -> {
                    staging = next.staging();
                    passage.header(next.header());
                    staged(done);
                })
                .replaceWithVoid();
    }

    private R end() {
        return entry.notAccepted(passage.end().orElseThrow());
    }

    private Uni<R> plan() {
        if (passage.isEnded() || staged == null) {
            return staging.abort().map(done -> end());
        }
        return carryOut(entry.plan(passage, staged));
    }

    private Uni<R> carryOut(Entry.Planned planned) {
        return switch (planned) {
            case Entry.Planned.Answer(NotAccepted answer) -> discard(answer);
            case Entry.Planned.Write(Acceptance acceptance) -> write(acceptance);
        };
    }

    private Uni<R> write(Acceptance acceptance) {
        certainty = Deferral.Certainty.UNKNOWN;
        return tools.commits()
                .write(acceptance)
                .onFailure(MessageReception::isUndone)
                .invoke(() -> certainty = Deferral.Certainty.NOTHING_WRITTEN)
                .chain(outcome -> written(acceptance, outcome));
    }

    private static boolean isUndone(Throwable failure) {
        return failure instanceof LedgerRefusedException || failure instanceof GroupCommit.FullException;
    }

    private Uni<R> written(Acceptance acceptance, Ledger.Outcome outcome) {
        if (!(outcome instanceof Ledger.Outcome.Written)) {
            certainty = Deferral.Certainty.NOTHING_WRITTEN;
        }
        return switch (outcome) {
            case Ledger.Outcome.Written(List<List<Ledger.Placed>> placed) ->
                Uni.createFrom().item(accepted(acceptance, placed.getFirst()));
            case Ledger.Outcome.OverQuota(List<AccountId> accounts) -> carryOut(entry.overQuota(acceptance, accounts));
            case Ledger.Outcome.Gone gone -> discard(entry.gone());
            case Ledger.Outcome.KeyTaken taken -> earlier(acceptance);
        };
    }

    private R accepted(Acceptance acceptance, List<Ledger.Placed> placed) {
        R answer = entry.accepted(passage, acceptance, placed);
        tools.news().accepted(acceptance, placed);
        LOG.infof(
                "accepted email=%s entrance=%s size=%d folders=%d tags=%s",
                acceptance.email(),
                passage.origin().entrance().word(),
                acceptance.blob().size(),
                acceptance.deliveries().size(),
                passage.tags());
        return answer;
    }

    private Uni<R> discard(NotAccepted answer) {
        return staging.abort().replaceWith(entry.notAccepted(answer));
    }

    @SuppressWarnings("unchecked") // only a submission has an idempotency key, and its R is a SubmitResult
    private Uni<R> earlier(Acceptance acceptance) {
        Acceptance.Submission submission = acceptance.submission().orElseThrow();
        IdempotencyKey key = submission.idempotency().orElseThrow();
        return tools.parts()
                .ledger()
                .earlier(submission.tenant(), key)
                .map(earlier -> earlier.map(one -> one.answer(key)).orElseGet(MessageReception::forgotten))
                .call(staging::abort)
                .map(answer -> (R) answer);
    }

    private static SubmitResult forgotten() {
        return NotAccepted.deferred("the earlier request with this idempotency key has just been forgotten");
    }

    private R unavailable(Throwable failure) {
        LOG.warnf(
                failure,
                "not accepted, the client is asked to come again: email=%s written=%s",
                passage.email(),
                certainty);
        return entry.notAccepted(new NotAccepted.Deferred(
                switch (certainty) {
                    case NOTHING_WRITTEN -> Deferral.of("the message could not be stored now");
                    case UNKNOWN ->
                        Deferral.uncertain(
                                "the store did not say whether it has the message; perhaps nothing was stored");
                }));
    }
}
