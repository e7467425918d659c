package dev.posthaste.intake;

import dev.posthaste.account.AccountRef;
import dev.posthaste.address.DomainName;
import dev.posthaste.id.FolderId;

/** Whether mail for a domain that is not hosted here leaves this server. */
public interface Departures {

    /** Where a message for {@code domain} goes. */
    Departure to(DomainName domain);

    /** One way out, or none. */
    sealed interface Departure {
        /** Into the queue. */
        record Queued() implements Departure {}

        /** Local mode: into a folder that the operator can read, and no further. */
        record Captured(AccountRef account, FolderId folder) implements Departure {}
    }
}
