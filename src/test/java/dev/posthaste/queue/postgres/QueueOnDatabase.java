package dev.posthaste.queue.postgres;

import dev.posthaste.address.EmailAddress;
import dev.posthaste.id.AccountId;
import dev.posthaste.id.EmailId;
import dev.posthaste.queue.Item;
import dev.posthaste.queue.QueueStoreContract;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What every queue does, over the tables of a database. */
interface QueueOnDatabase extends QueueStoreContract {

    /** The rows of that database. */
    QueueRows rows();

    @Override
    default void accept(Item item, List<EmailAddress> recipients) {
        rows().insert(item, recipients, "queued", item.acceptedAt(), Optional.empty());
    }

    @Override
    default void schedule(Item item, List<EmailAddress> recipients, Instant availableAt, Optional<AccountId> account) {
        rows().insert(item, recipients, "scheduled", availableAt, account);
    }

    @Override
    default Standing standing(EmailId email, int number) {
        return rows().standing(email, number);
    }

    @Override
    default boolean holdsBlobOf(EmailId email) {
        return rows().holdsBlobOf(email);
    }
}
