package dev.posthaste.lease;

import java.time.Duration;
import java.time.Instant;

class InMemoryLeaseStoreTest implements LeaseStoreContract {

    private Instant now = Instant.EPOCH;
    private final LeaseStore store = new InMemoryLeaseStore(() -> now);

    @Override
    public LeaseStore store() {
        return store;
    }

    @Override
    public void pass(Duration time) {
        now = now.plus(time);
    }
}
