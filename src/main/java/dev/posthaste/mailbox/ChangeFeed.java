package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import java.util.function.Consumer;

/**
 * Tells sessions, of this process and of others, that a folder changed. News can be lost (lose Redis, lose speed): a
 * listener that must be right reads the store when it is asked something.
 */
public interface ChangeFeed {

    /** Says that a folder changed; called after the commit, never before. It neither waits nor fails. */
    void publish(FolderChange change);

    /**
     * Calls {@code listener} for each change of the account, on any thread, until the subscription is closed. It must not
     * block. When news may have been lost it is told {@link FolderChange#missed}.
     */
    Subscription listen(AccountId account, Consumer<FolderChange> listener);

    /** Ends a listening. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
