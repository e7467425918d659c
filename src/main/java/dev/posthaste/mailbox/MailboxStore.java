package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/**
 * Messages in folders. Sets of messages are arrays of UIDs; each method is one round trip or one transaction, and is
 * done when it is durable. Whoever changes something here need not tell the {@link ChangeFeed}: the store does.
 */
public interface MailboxStore {

    /** The folder's messages as arrays; empty if it is gone. Opening for writing takes the recent messages (RFC 3501 section 2.3.2). */
    Uni<Optional<FolderSnapshot>> open(AccountId account, FolderId folder, Access access);

    /** What changed after {@code modSeq}; empty if the folder is gone. */
    Uni<Optional<FolderChanges>> changesSince(AccountId account, FolderId folder, long modSeq);

    /** The messages with these UIDs, in ascending order; those that are gone are left out. Callers ask for at most {@link #MAX_ROWS}. */
    Uni<List<StoredMessage>> messages(AccountId account, FolderId folder, long[] uids);

    /** Rows of one call of {@link #messages}; larger sets are asked for in slices. */
    int MAX_ROWS = 500;

    /** One message, wherever it lies. */
    Uni<Optional<StoredMessage>> message(AccountId account, StoredMessageId id);

    /** A page of messages, newest first. */
    Uni<List<StoredMessage>> list(AccountId account, ListQuery query);

    /** Changes flags of the messages that are still there and says what they are now; MODSEQ moves only where a flag did. */
    Uni<FlagsNow> changeFlags(AccountId account, FolderId folder, long[] uids, FlagChange change);

    /** The bits of these keywords, new ones registered; empty if the account would have more than {@link Flags#MAX_KEYWORDS}. */
    Uni<Optional<Long>> keywordBits(AccountId account, List<String> keywords);

    /** The account's keywords in the order of their bits. */
    Uni<List<String>> keywords(AccountId account);

    /** Copies messages, flags and dates included, into another or the same folder, all or none. */
    Uni<Transfer> copy(AccountId account, FolderId from, long[] uids, FolderId to);

    /** Moves messages, all that are still there or none (RFC 6851); they keep their ids. */
    Uni<Transfer> move(AccountId account, FolderId from, long[] uids, FolderId to);

    /** Removes those of the messages that are marked {@code \Deleted}; with an empty {@code uids} all that are. */
    Uni<long[]> expunge(AccountId account, FolderId folder, Optional<long[]> uids);

    /** Removes these messages whatever their flags; for the API and POP3. */
    Uni<long[]> delete(AccountId account, FolderId folder, long[] uids);

    /**
     * The UIDs, ascending, of messages among {@code uids} that hold {@code needle} as a substring, case not regarded, in the
     * part of the message that {@code field} names. The store may answer with more than the truth where its search
     * text was cut short, never with less: see {@link TextMatches#certain}.
     */
    Uni<TextMatches> search(AccountId account, FolderId folder, TextField field, String needle);

    /** How much the account holds and may hold. */
    Uni<Storage> storage(AccountId account);

    /** How a folder is opened. */
    enum Access {
        /** SELECT. */
        READ_WRITE,
        /** EXAMINE. */
        READ_ONLY
    }

    /** Where {@link #search} looks. */
    enum TextField {
        /** Header and body as read by a person. */
        ANYWHERE,
        /** Subject. */
        SUBJECT,
    }

    /**
     * Which messages are listed.
     *
     * @param folder only this folder, or all
     * @param text words that all must occur, empty for every message
     * @param before only messages older than this one in the order of the list
     * @param limit how many
     */
    record ListQuery(Optional<FolderId> folder, String text, Optional<StoredMessageId> before, int limit) {}

    /** Flags after a change: arrays of one length, ascending by UID. {@code missing} were asked for but are gone. */
    record FlagsNow(long[] uids, long[] flags, long[] modSeqs, long[] missing) {}

    /**
     * Which messages matched.
     *
     * @param uids certain matches, ascending
     * @param uncertain messages whose search text was cut short and did not match: only their bytes can tell
     */
    record TextMatches(long[] uids, long[] uncertain) {
        /** Whether no bytes have to be read. */
        public boolean certain() {
            return uncertain.length == 0;
        }
    }

    /** Octets and messages, used and allowed. */
    record Storage(long usedOctets, long usedMessages, long quotaOctets, long quotaMessages) {}

    /** What came of a copy or a move. */
    sealed interface Transfer {
        /** Source and target UIDs, pairwise in ascending order of the source (RFC 4315's COPYUID). */
        record Done(long uidValidity, long[] from, long[] to) implements Transfer {}

        /** The target is gone (TRYCREATE). */
        record NoSuchTarget() implements Transfer {}

        /** It does not fit (OVERQUOTA). */
        record OverQuota() implements Transfer {}
    }
}
