package dev.posthaste.app;

import dev.posthaste.api.KeptAnswers;
import dev.posthaste.intake.Ledger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Deletes idempotency keys older than {@link KeptAnswers#KEPT_FOR}. */
@Singleton
final class KeySweep {

    private final KeptAnswers answers;
    private final Ledger ledger;
    private final InstantSource clock;

    KeySweep(KeptAnswers answers, Ledger ledger, InstantSource clock) {
        this.answers = answers;
        this.ledger = ledger;
        this.clock = clock;
    }

    Uni<Void> run() {
        return Uni.createFrom().deferred(() -> {
            Instant before = clock.instant().minus(KeptAnswers.KEPT_FOR);
            return answers.forget(before).chain(() -> ledger.forgetKeys(before));
        });
    }
}
