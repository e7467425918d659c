package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.ReversePath;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import dev.posthaste.id.Uuid7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where one message goes, as its stages have decided: a message for each folder, a row for each recipient. */
final class Plan {

    static final String CAPTURED = "captured: in local mode no mail leaves";
    private static final String REDIRECTED = "redirected";

    private final Map<Target, Long> targets = new LinkedHashMap<>();
    private final List<Acceptance.Addressed> rows = new ArrayList<>();
    private final List<Refusal> rejections = new ArrayList<>();
    private final List<Recipient> redirectedElsewhere = new ArrayList<>();

    private record Target(AccountRef account, FolderId folder) {}

    static Plan of(Passage passage) {
        Plan plan = new Plan();
        for (Recipient recipient : passage.recipients()) {
            plan.add(recipient, passage.disposition(recipient));
        }
        passage.copies().forEach(copy -> plan.place(copy.account(), copy.folder(), copy.flags()));
        return plan;
    }

    private void add(Recipient recipient, Disposition disposition) {
        switch (disposition) {
            case Disposition.Deliver(AccountRef account, FolderId folder, long flags) -> {
                place(account, folder, flags);
                row(recipient, SubmitResult.FirstStatus.DELIVERED, "", Optional.of(account));
            }
            case Disposition.Capture(AccountRef account, FolderId folder) -> {
                place(account, folder, 0);
                row(recipient, SubmitResult.FirstStatus.CAPTURED, CAPTURED, Optional.of(account));
            }
            case Disposition.Queue() -> row(recipient, SubmitResult.FirstStatus.QUEUED, "", Optional.empty());
            case Disposition.Discard(String reason) ->
                row(recipient, SubmitResult.FirstStatus.DISCARDED, reason, recipient.account());
            case Disposition.Reject(Refusal refusal) -> rejections.add(refusal);
            case Disposition.Redirect(List<Recipient> to) -> {
                row(recipient, SubmitResult.FirstStatus.DELIVERED, REDIRECTED, recipient.account());
                to.forEach(this::redirected);
            }
        }
    }

    private void redirected(Recipient other) {
        Optional<AccountRef> local = other.account();
        if (local.isPresent()) {
            place(local.get(), local.get().inbox(), 0);
        } else {
            redirectedElsewhere.add(other);
            row(other, SubmitResult.FirstStatus.QUEUED, "", Optional.empty());
        }
    }

    private void place(AccountRef account, FolderId folder, long flags) {
        targets.merge(new Target(account, folder), flags, (before, more) -> before | more);
    }

    private void row(
            Recipient recipient, SubmitResult.FirstStatus status, String reason, Optional<AccountRef> account) {
        rows.add(new Acceptance.Addressed(
                recipient.address(), recipient.role(), status, reason, account.map(AccountRef::id)));
    }

    /** One row for each recipient, in their order, and for those to whom the message is redirected. */
    List<Acceptance.Addressed> rows() {
        return rows;
    }

    /** What was not accepted, one for each recipient that a stage rejected. */
    List<Refusal> rejections() {
        return rejections;
    }

    /** Whether the queue has to carry the message to somebody whom no recipient of the envelope names. */
    boolean isForwarded() {
        return !redirectedElsewhere.isEmpty();
    }

    /** One message a folder, however many addresses lead there, with its Return-Path on top (RFC 5321 section 4.4). */
    List<Acceptance.Delivery> deliveries(ReversePath from, byte[] prefix, Instant at, Uuid7 ids) {
        if (targets.isEmpty()) {
            return List.of();
        }
        byte[] local = TraceFields.joined(TraceFields.returnPath(from), prefix);
        List<Acceptance.Delivery> deliveries = new ArrayList<>(targets.size());
        targets.forEach((target, flags) -> deliveries.add(new Acceptance.Delivery(
                target.account(), target.folder(), flags, at, new StoredMessageId(ids.next()), local)));
        return deliveries;
    }
}
