package dev.posthaste.api;

import java.time.Duration;
import java.time.Instant;

class InMemoryKeptAnswersTest implements KeptAnswersContract {

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final InMemoryKeptAnswers answers = new InMemoryKeptAnswers(() -> now);

    @Override
    public KeptAnswers answers() {
        return answers;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public KeptAnswers.Name name() {
        return new KeptAnswers.Name(TENANT, "scope", "key");
    }

    @Override
    public void forgetOlderThan(Duration age) {
        ApiWorld.now(answers.forget(now.minus(age)));
    }
}
