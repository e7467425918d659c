package dev.posthaste.imap.server;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.ModSeq;
import dev.posthaste.id.Secret;
import dev.posthaste.imap.wire.FetchItem;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.Response;
import dev.posthaste.imap.wire.SearchKey;
import dev.posthaste.intake.AppendResult;
import dev.posthaste.login.LoginResult;
import dev.posthaste.login.Principal.AccountHolder;
import dev.posthaste.mailbox.FlagChange;
import dev.posthaste.mailbox.Folder;
import dev.posthaste.mailbox.FolderName;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.FolderStatus;
import dev.posthaste.mailbox.FolderStore.FolderOutcome;
import dev.posthaste.mailbox.FolderStore.SubscribeOutcome;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore.Access;
import dev.posthaste.mailbox.MailboxStore.Changes;
import dev.posthaste.mailbox.MailboxStore.FlagsNow;
import dev.posthaste.mailbox.MailboxStore.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the owner of the connection does for a step, described. */
sealed interface Effect {

    /** Says something. */
    record Write(Response response) implements Effect {}

    /**
     * Says one long response in pieces, which are made as the client takes them. If it fails in between, the client cannot
     * make sense of what follows, and the connection ends.
     */
    record Stream(Iterable<? extends Response> pieces) implements Effect {}

    /** Waits: a wrong password is answered slowly. */
    record Pause(Duration time) implements Effect {}

    /** Notices from now on what changes in a mailbox, and in none that was watched before. */
    record Watch(MailboxRef mailbox) implements Effect {}

    /** Notices nothing any more. */
    record Unwatch() implements Effect {}

    /** Gives up the message that is on its way, if there is one. */
    record AbortMessage() implements Effect {}

    /** Drops what came in clear text behind the command (RFC 9051 section 6.2.1), begins TLS, and says {@link Input.Secured}. */
    record StartTls() implements Effect {}

    /** Sends what was said, and closes the connection. */
    record Close() implements Effect {}

    /** Asks a dependency something, and goes on with the step that {@code then} makes of the answer. */
    sealed interface Ask extends Effect {}

    /** Asks for folders. */
    sealed interface OfFolders extends Ask {}

    /** Asks for messages and their flags. */
    sealed interface OfMessages extends Ask {}

    /** Is the password right? */
    record CheckPassword(String user, Secret password, Function<LoginResult, Step> then) implements Ask {}

    /** Which mailbox has this name? */
    record Find(MailboxPath path, Function<Optional<MailboxRef>, Step> then) implements Ask {}

    /** What is in the mailbox? Empty if it is gone. */
    record Open(MailboxRef mailbox, Access access, Function<Optional<FolderSnapshot>, Step> then) implements Ask {}

    /** What changed in the mailbox since then? Empty if it is not worth a question to the store. */
    record ReadChanges(MailboxRef mailbox, ModSeq since, When when, Function<Optional<Changes>, Step> then)
            implements Ask {}

    /** Whether the store is asked. */
    enum When {
        /** Only if the watch noticed something that is later. */
        NOTICED,
        /** In any case: notices can be lost. */
        ALWAYS
    }

    /** Which folders has the account, and to which names has it subscribed? */
    record ListFolders(AccountId account, Function<FolderLists, Step> then) implements OfFolders {}

    /** Folders and subscriptions of an account. */
    record FolderLists(List<Folder> folders, List<FolderName> subscriptions) {
        /** Keeps copies. */
        public FolderLists {
            folders = List.copyOf(folders);
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /** How many messages are in the folders? Those that do not exist are left out. */
    record CountFolders(AccountId account, List<FolderId> folders, Function<List<FolderStatus>, Step> then)
            implements OfFolders {
        /** Keeps a copy. */
        public CountFolders {
            folders = List.copyOf(folders);
        }
    }

    /** Makes a folder. */
    record CreateFolder(MailboxPath path, Function<FolderOutcome, Step> then) implements OfFolders {}

    /** Renames a folder within its account. */
    record RenameFolder(MailboxPath from, FolderName to, Function<FolderOutcome, Step> then) implements OfFolders {}

    /** Deletes a folder. */
    record DeleteFolder(MailboxPath path, Function<FolderOutcome, Step> then) implements OfFolders {}

    /** Subscribes to a name. */
    record Subscribe(MailboxPath path, Function<SubscribeOutcome, Step> then) implements OfFolders {}

    /** Unsubscribes from a name. */
    record Unsubscribe(MailboxPath path, Function<Done, Step> then) implements OfFolders {}

    /** It is done. */
    enum Done {
        /** There is nothing else to say of it. */
        DONE
    }

    /** The bits of keywords, new ones registered; empty if the account would have too many. */
    record RegisterKeywords(AccountId account, List<String> keywords, Function<Optional<Long>, Step> then)
            implements OfMessages {
        /** Keeps a copy. */
        public RegisterKeywords {
            keywords = List.copyOf(keywords);
        }
    }

    /** The account's keywords, in the order of their bits. */
    record ReadKeywords(AccountId account, Function<List<String>, Step> then) implements OfMessages {}

    /** Changes flags. */
    record StoreFlags(MailboxRef mailbox, long[] uids, FlagChange change, Function<FlagsNow, Step> then)
            implements OfMessages {}

    /** Copies messages. */
    record Copy(MailboxRef from, long[] uids, MailboxRef to, Function<Transfer, Step> then) implements OfMessages {}

    /** Moves messages. */
    record Move(MailboxRef from, long[] uids, MailboxRef to, Function<Transfer, Step> then) implements OfMessages {}

    /** Removes those of the messages that are marked as deleted, without UIDs all that are; which were there. */
    record Expunge(MailboxRef mailbox, Optional<long[]> uids, Function<long[], Step> then) implements OfMessages {}

    /**
     * Writes FETCH responses, as fast as the client takes them. The view is lent: flags that change by being fetched are
     * noted in it.
     */
    record Fetch(
            SessionView view,
            Numbering numbering,
            NumberSet numbers,
            List<FetchItem> items,
            Function<Fetched, Step> then)
            implements Ask {
        /** Keeps a copy. */
        public Fetch {
            items = List.copyOf(items);
        }
    }

    /** What came of a FETCH. */
    record Fetched(Presence presence, Decoding decoding) {

        /** Whether all messages were there. */
        enum Presence {
            /** They were. */
            COMPLETE,
            /** Some were gone. */
            SOME_GONE
        }

        /** Whether all transfer encodings were undone. */
        enum Decoding {
            /** They were, or were not to be. */
            DONE,
            /** One is not known. */
            UNKNOWN_ENCODING
        }
    }

    /** The numbers of the messages that match. The view is lent, and not changed. */
    record Search(SessionView view, SearchKey key, Function<NumberSet, Step> then) implements Ask {}

    /** Makes ready to receive a message for a mailbox. */
    record BeginAppend(
            AccountHolder author,
            MailboxRef mailbox,
            long flags,
            Optional<Instant> internalDate,
            Function<Done, Step> then)
            implements Ask {}

    /** Stores the message that was received. */
    record FinishAppend(Function<AppendResult, Step> then) implements Ask {}
}
