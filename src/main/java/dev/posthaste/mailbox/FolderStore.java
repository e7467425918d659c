package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * The folders of accounts. INBOX and the special folders are made with the account.
 *
 * <p>A folder that has children but does not exist itself is no row: a name in the middle of a hierarchy is made
 * together with the leaf (RFC 9051 section 6.3.4). A deleted folder that has children stays as a name that cannot be
 * selected: whoever lists folders sees it as a missing ancestor.
 */
public interface FolderStore {

    /** Folders of one account; one more is refused. */
    int MAX_FOLDERS = 10_000;

    /** All folders, in the order of their names, INBOX first. */
    Uni<List<Folder>> folders(AccountId account);

    /** The folder with this name. */
    Uni<Optional<Folder>> folder(AccountId account, FolderName name);

    /** The folder with this id. */
    Uni<Optional<Folder>> folder(AccountId account, FolderId id);

    /** Counts over the named folders, in their order and in one round trip; folders that do not exist are left out. */
    Uni<List<FolderStatus>> status(AccountId account, List<FolderId> folders);

    /** Makes a folder and, where they are missing, the folders above it. It is not subscribed to. */
    Uni<FolderOutcome> create(AccountId account, FolderName name, Optional<SpecialUse> use);

    /**
     * Renames a folder with all below it, and makes what is missing above the new name. The folders keep their ids, UIDs
     * and UIDVALIDITYs, which no other folder of the account ever had. Renaming INBOX moves its messages to a new folder
     * and leaves INBOX empty and the folders below it alone (RFC 9051 section 6.3.6); their UIDs are new then. The list
     * of subscriptions stays as it is: only clients change it.
     */
    Uni<FolderOutcome> rename(AccountId account, FolderName from, FolderName to);

    /** Deletes a folder with its messages, not the folders below it nor its subscription. INBOX cannot be deleted. */
    Uni<FolderOutcome> delete(AccountId account, FolderName name);

    /** Names on the list of subscriptions; more are not put there. */
    int MAX_SUBSCRIPTIONS = 2 * MAX_FOLDERS;

    /** Puts a name on the list of subscriptions, whether or not there is such a folder; to do so again is no error. */
    Uni<SubscribeOutcome> subscribe(AccountId account, FolderName name);

    /** Takes a name off the list of subscriptions. */
    Uni<Void> unsubscribe(AccountId account, FolderName name);

    /** The subscribed names, sorted. */
    Uni<List<FolderName>> subscriptions(AccountId account);

    /** What came of {@link #subscribe}. */
    enum SubscribeOutcome {
        /** The name is on the list. */
        DONE,
        /** There are {@link #MAX_SUBSCRIPTIONS} others, or there is no such account (LIMIT). */
        TOO_MANY
    }

    /** What came of a change to folders. */
    sealed interface FolderOutcome {
        /** Done; for a deletion, the folder as it was. */
        record Done(Folder folder) implements FolderOutcome {}

        /** There is a folder of that name (RFC 5530's ALREADYEXISTS). */
        record AlreadyExists() implements FolderOutcome {}

        /** There is no such folder, or no such account (NONEXISTENT). */
        record NotFound() implements FolderOutcome {}

        /** INBOX stays; a folder does not move below itself; a name below it would be too long (CANNOT). */
        record NotAllowed(String why) implements FolderOutcome {}

        /** The account has {@link #MAX_FOLDERS} (LIMIT). */
        record TooMany() implements FolderOutcome {}
    }
}
