package dev.posthaste.queue;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class InMemoryQueueStoreTest implements QueueStoreContract {

    private final InMemoryQueueStore store = new InMemoryQueueStore();

    @Override
    public QueueStore store() {
        return store;
    }

    @Override
    public void accept(Item item, List<EmailAddress> recipients) {
        store.accept(item, recipients);
    }

    @Override
    public void schedule(Item item, List<EmailAddress> recipients, Instant availableAt, Optional<AccountId> account) {
        store.schedule(item, recipients, availableAt, account);
    }

    @Override
    public Standing standing(EmailId email, int number) {
        return store.standing(email, number);
    }

    @Override
    public boolean holdsBlobOf(EmailId email) {
        return store.holdsBlobOf(email);
    }
}
