package dev.posthaste.imap.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderChange;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Listens for changes of one folder, on any thread: remembers how far the folder has come, and wakes the link. */
final class FolderNews {

    private final FolderId folder;
    private final Link link;
    private final AtomicLong heard = new AtomicLong();
    private final AtomicBoolean missed = new AtomicBoolean();
    private final ChangeFeed.Subscription subscription;

    FolderNews(ChangeFeed feed, AccountId account, FolderId folder, Link link) {
        this.folder = folder;
        this.link = link;
        this.subscription = feed.listen(account, this::hear);
    }

    private void hear(FolderChange change) {
        if (!change.concerns(folder)) {
            return;
        }
        if (change.folder().equals(folder)) {
            heard.accumulateAndGet(change.modSeq(), Math::max);
        } else {
            missed.set(true);
        }
        link.wake();
    }

    /** Whether something happened, or may have, that {@code view} has not taken in. Whoever asks is to read it then. */
    boolean isAheadOf(SessionView view) {
        return missed.getAndSet(false) || heard.get() > view.modSeq();
    }

    /** Hears nothing any more. */
    void close() {
        subscription.close();
    }
}
