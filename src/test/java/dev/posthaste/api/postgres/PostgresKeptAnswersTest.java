package dev.posthaste.api.postgres;

import dev.posthaste.TestDatabase;
import dev.posthaste.api.KeptAnswers;
import dev.posthaste.api.KeptAnswersContract;
import dev.posthaste.id.Uuid7;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;

class PostgresKeptAnswersTest implements KeptAnswersContract {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final KeptAnswers answers =
            new PostgresKeptAnswers(Pool.newInstance(DATABASE.pool()), new Uuid7(InstantSource.system()), () -> now);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

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
        return new KeptAnswers.Name(TENANT, "scope", "key-" + NUMBER.incrementAndGet());
    }

    @Override
    public void forgetOlderThan(Duration age) {
        answers.forget(now.minus(age)).await().atMost(Duration.ofSeconds(10));
    }
}
