package dev.posthaste.intake;

import java.util.List;

/** Tells the {@link AcceptanceListener} what follows from an acceptance. */
final class News {

    private final AcceptanceListener listener;

    News(AcceptanceListener listener) {
        this.listener = listener;
    }

    void accepted(Acceptance acceptance, List<Ledger.Placed> placed) {
        for (int i = 0; i < placed.size(); i++) {
            warn(acceptance, acceptance.deliveries().get(i), placed.get(i));
        }
        acceptance.submission().ifPresent(submission -> submitted(acceptance, submission));
    }

    private void submitted(Acceptance acceptance, Acceptance.Submission submission) {
        boolean waits = false;
        for (Acceptance.Addressed row : submission.recipients()) {
            switch (row.status()) {
                case QUEUED -> waits = true;
                case CAPTURED -> captured(acceptance, row);
                case DELIVERED, SCHEDULED, DISCARDED -> {}
            }
        }
        if (waits) {
            listener.mailWaits();
        }
    }

    private void captured(Acceptance acceptance, Acceptance.Addressed row) {
        acceptance.deliveries().stream()
                .map(Acceptance.Delivery::account)
                .filter(account -> row.account().filter(account.id()::equals).isPresent())
                .findFirst()
                .ifPresent(account -> listener.captured(account, row.address()));
    }

    private void warn(Acceptance acceptance, Acceptance.Delivery delivery, Ledger.Placed placed) {
        double line = placed.quotaOctets() * AcceptanceListener.QUOTA_WARNING;
        long before = placed.usedOctets()
                - delivery.prefix().length
                - acceptance.blob().size();
        if (before < line && placed.usedOctets() >= line) {
            listener.quotaNearlyUsed(delivery.account(), placed.usedOctets(), placed.quotaOctets());
        }
    }
}
