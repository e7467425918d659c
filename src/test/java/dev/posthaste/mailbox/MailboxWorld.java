package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** What the contracts of the mailbox run in: the stores, and what else a test needs of their surroundings. */
public interface MailboxWorld {

    /** The folders. */
    FolderStore folders();

    /** The messages. */
    MailboxStore messages();

    /** The feed that both tell of changes. */
    ChangeFeed feed();

    /** A new account of a tenant of its own with INBOX and the special folders. */
    AccountId account(long quotaOctets, long quotaMessages);

    /** Puts a message into a folder as the door does, and says its UID. */
    long deliver(AccountId account, FolderId folder, Letter letter);

    /** How many messages refer to the blob of these bytes. */
    long references(AccountId account, byte[] bytes);

    /** A new account without limits. */
    default AccountId account() {
        return account(Long.MAX_VALUE / 4, Long.MAX_VALUE / 4);
    }

    /** The folder of this name. */
    default FolderId folder(AccountId account, String name) {
        return done(folders().folder(account, new FolderName(name)))
                .orElseThrow()
                .id();
    }

    /** A new folder. */
    default FolderId newFolder(AccountId account, String name) {
        done(folders().create(account, new FolderName(name), Optional.empty()));
        return folder(account, name);
    }

    /** What changed, as far as it is known. */
    default FolderChanges changes(AccountId account, FolderId folder, long since) {
        MailboxStore.Changes changes = done(messages().changesSince(account, folder, since));
        if (changes instanceof MailboxStore.Changes.Known(FolderChanges known)) {
            return known;
        }
        throw new AssertionError(changes);
    }

    /** What came of it. */
    static <T> T done(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(60));
    }
}
