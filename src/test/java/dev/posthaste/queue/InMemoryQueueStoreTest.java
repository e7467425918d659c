package dev.posthaste.queue;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.EmailId;
import java.util.List;

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
    public Standing standing(EmailId email, int number) {
        return store.standing(email, number);
    }

    @Override
    public boolean holdsBlobOf(EmailId email) {
        return store.holdsBlobOf(email);
    }
}
