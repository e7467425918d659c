package dev.posthaste.imap.server;

import dev.posthaste.id.ModSeq;
import dev.posthaste.mailbox.ChangeFeed;
import dev.posthaste.mailbox.FolderChange;
import dev.posthaste.mailbox.MailboxRef;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Listens for changes of one mailbox, on any thread: remembers the newest MODSEQ, and wakes the connection. */
final class MailboxWatch {

    private final MailboxRef mailbox;
    private final Link link;
    private final AtomicLong newest = new AtomicLong();
    private final AtomicBoolean missed = new AtomicBoolean();
    private final ChangeFeed.Subscription subscription;

    MailboxWatch(ChangeFeed feed, MailboxRef mailbox, Link link) {
        this.mailbox = mailbox;
        this.link = link;
        this.subscription = feed.listen(mailbox.account(), this::notice);
    }

    private void notice(FolderChange change) {
        if (!change.concerns(mailbox.folder())) {
            return;
        }
        if (change.folder().equals(mailbox.folder())) {
            newest.accumulateAndGet(change.modSeq(), Math::max);
        } else {
            missed.set(true);
        }
        link.wake();
    }

    /** Whether the mailbox changed after {@code known}, or may have. A lost notice is reported once: read the store then. */
    boolean isAheadOf(ModSeq known) {
        return missed.getAndSet(false) || newest.get() > known.value();
    }

    /** Listens no more. */
    void close() {
        subscription.close();
    }
}
