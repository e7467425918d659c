package dev.posthaste.imap.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderChange;
import java.util.concurrent.atomic.AtomicLong;

/** Listens for changes of one folder, on any thread: remembers how far the folder has come, and wakes the link. */
final class FolderNews {

    private final FolderId folder;
    private final Link link;
    private final AtomicLong heard = new AtomicLong();
    private final ChangeFeed.Subscription subscription;

    FolderNews(ChangeFeed feed, AccountId account, FolderId folder, Link link) {
        this.folder = folder;
        this.link = link;
        this.subscription = feed.listen(account, this::hear);
    }

    private void hear(FolderChange change) {
        if (change.folder().equals(folder)) {
            heard.accumulateAndGet(change.modSeq(), Math::max);
            link.wake();
        }
    }

    /** Whether something happened that {@code view} has not taken in. */
    boolean isAheadOf(SessionView view) {
        return heard.get() > view.modSeq();
    }

    /** Hears nothing any more. */
    void close() {
        subscription.close();
    }
}
