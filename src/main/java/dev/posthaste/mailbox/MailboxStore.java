package dev.posthaste.mailbox;

import dev.posthaste.id.AccountId;
import dev.posthaste.id.FolderId;
import dev.posthaste.id.StoredMessageId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Messages in folders. Sets of messages are arrays of UIDs, in any order; each method is one round trip or one
 * transaction, and is done when it is durable. Whoever changes something here need not tell the {@link ChangeFeed}: the
 * store does.
 *
 * <p>A command that changes messages counts the account's MODSEQ up by one and gives the new number to all of them
 * (RFC 7162 section 3.1: messages may share one); a command that changes nothing leaves it alone. UIDs that are gone are
 * passed over, never an error.
 */
public interface MailboxStore {

    /** The folder's messages as arrays; empty if it is gone. Opening for writing takes the recent messages (RFC 3501 section 2.3.2). */
    Uni<Optional<FolderSnapshot>> open(AccountId account, FolderId folder, Access access);

    /** What changed after {@code modSeq}, as far back as what was expunged is remembered. */
    Uni<Changes> changesSince(AccountId account, FolderId folder, long modSeq);

    /** The newest messages of the folder, by their numbers alone, for POP3; empty if it is gone. */
    Uni<Optional<FolderSizes>> sizes(AccountId account, FolderId folder, int newest);

    /** The messages with these UIDs, in ascending order; those that are gone are left out. To ask for more than {@link #MAX_ROWS} fails. */
    Uni<List<StoredMessage>> messages(AccountId account, FolderId folder, long[] uids);

    /** Rows of one call of {@link #messages}; larger sets are asked for in slices. */
    int MAX_ROWS = 500;

    /**
     * Messages with these UIDs and as much of their octets as is asked for, in ascending order: as many from the first on
     * as have {@link #READ_TOGETHER} octets, but one at least. Whoever wants the others asks for the UIDs behind the last;
     * if nothing comes, nothing is there any more. To ask for more than {@link #MAX_ROWS} fails.
     */
    Uni<List<Excerpt>> read(AccountId account, FolderId folder, long[] uids, Portion portion);

    /** When so many octets are read, {@link #read} reads no further message: an answer has these and one message more at the most. */
    int READ_TOGETHER = 512 << 10;

    /** Octets of a blob that {@link Portion#BEGINNING} has: there are headers that are longer, but not many. */
    int BEGINNING_MAX = 16 << 10;

    /** Blobs of no more octets come whole with {@link Portion#WHOLE}. */
    int WHOLE_MAX = 64 << 10;

    /** One message, wherever it lies. */
    Uni<Optional<StoredMessage>> message(AccountId account, StoredMessageId id);

    /**
     * A page of messages, newest first: in descending order of their ids, which is the order in which they arrived. The
     * words are looked for in the search text alone, so that what lies beyond its cut is not found; {@link #search} is
     * exact.
     */
    Uni<List<StoredMessage>> list(AccountId account, ListQuery query);

    /** Changes flags of the messages that are still there and says what they are now; MODSEQ moves only where a flag did. */
    Uni<FlagsNow> changeFlags(AccountId account, FolderId folder, long[] uids, FlagChange change);

    /** The same, but messages whose MODSEQ is above {@code unchangedSince} stay as they are (RFC 7162 section 3.1.3). */
    Uni<FlagsNow> changeFlags(AccountId account, FolderId folder, long[] uids, FlagChange change, long unchangedSince);

    /**
     * The bits of these keywords, new ones registered; empty if the account would have more than {@link
     * Flags#MAX_KEYWORDS} or one is longer than {@link Flags#MAX_KEYWORD_OCTETS}. Keywords are atoms (RFC 9051 section
     * 9, flag-keyword): whoever takes them from outside has checked that.
     */
    Uni<Optional<Long>> keywordBits(AccountId account, List<String> keywords);

    /** The account's keywords in the order of their bits. */
    Uni<List<String>> keywords(AccountId account);

    /** Copies messages, flags and dates included, into another or the same folder: all that are still there or none. */
    Uni<Transfer> copy(AccountId account, FolderId from, long[] uids, FolderId to);

    /** Moves messages into another or the same folder: all that are still there or none (RFC 6851); they keep their ids. */
    Uni<Transfer> move(AccountId account, FolderId from, long[] uids, FolderId to);

    /** Removes those of the messages that are marked {@code \Deleted}, without {@code uids} all that are; says which, ascending. */
    Uni<long[]> expunge(AccountId account, FolderId folder, Optional<long[]> uids);

    /** Removes these messages whatever their flags; for the API and POP3. Says which, ascending. */
    Uni<long[]> delete(AccountId account, FolderId folder, long[] uids);

    /**
     * The messages that hold {@code needle} as a substring, case not regarded, in the part that {@code field} names. What
     * the store cannot decide from its search text it names as uncertain, so that the answer never misses a message;
     * who needs the truth reads the bytes of those.
     */
    Uni<TextMatches> search(AccountId account, FolderId folder, TextField field, String needle);

    /**
     * Forgets which messages were expunged longer ago than {@code age}, in all accounts; says how many. Who asks {@link
     * #changesSince} for more than is remembered is told so.
     */
    Uni<Long> forgetExpunged(Duration age);

    /**
     * What was expunged is remembered so long. Whoever was away longer reads the folder anew (RFC 7162 section 5
     * lets a server forget).
     */
    Duration EXPUNGED_AGE = Duration.ofDays(30);

    /** How much the account holds and may hold. */
    Uni<Storage> storage(AccountId account);

    /** How a folder is opened. */
    enum Access {
        /** SELECT. */
        READ_WRITE,
        /** EXAMINE. */
        READ_ONLY
    }

    /** How much of each message {@link #read} reads; each is more than the one before. */
    enum Portion {
        /** Neither structure nor preview, which are empty, nor octets. */
        ROW,
        /** No octets. */
        STRUCTURE,
        /** The first {@link #BEGINNING_MAX} octets of the blob, where its header is to be found. */
        BEGINNING,
        /** All octets of a blob that has no more than {@link #WHOLE_MAX}, and none of others. */
        WHOLE
    }

    /** Where {@link #search} looks. */
    enum TextField {
        /** Header and body as read by a person: the search text. Uncertain are only messages whose search text was cut. */
        ANYWHERE,
        /**
         * Subject. The search text does not say where in it the subject ends: messages that do not hold the needle
         * anywhere are ruled out, and all others are uncertain. Their envelopes decide, no bytes are needed.
         */
        SUBJECT
    }

    /**
     * Which messages are listed.
     *
     * @param folder only this folder, or all
     * @param text words that all must occur, empty for every message
     * @param before only messages older than this one in the order of the list
     * @param limit how many, at most {@link #MAX_ROWS}
     */
    record ListQuery(Optional<FolderId> folder, String text, Optional<StoredMessageId> before, int limit) {}

    /**
     * Flags after a change: arrays of one length, ascending by UID.
     *
     * @param counted the MODSEQ that the change was given, of no meaning to the messages that it did not move; empty if it
     *     moved none
     * @param missing asked for, but gone
     * @param modified left as they are because their MODSEQ was too high; they are among {@code uids} too
     */
    record FlagsNow(OptionalLong counted, long[] uids, long[] flags, long[] modSeqs, long[] missing, long[] modified) {}

    /**
     * Which messages matched.
     *
     * @param uids certain matches, ascending
     * @param uncertain messages of which the search text alone cannot tell, ascending
     */
    record TextMatches(long[] uids, long[] uncertain) {}

    /** What came of asking for changes. */
    sealed interface Changes {
        /** All of them. */
        record Known(FolderChanges changes) implements Changes {}

        /**
         * Too long ago: messages may have gone of which nobody knows any more. The folder has to be read anew.
         *
         * @param floor from this MODSEQ on changes are known
         */
        record TooOld(long floor) implements Changes {}

        /** There is no such folder. */
        record FolderGone() implements Changes {}
    }

    /** Octets and messages, used and allowed. */
    record Storage(long usedOctets, long usedMessages, long quotaOctets, long quotaMessages) {}

    /** What came of a copy or a move. */
    sealed interface Transfer {
        /**
         * Source and target UIDs, pairwise in ascending order of the source (RFC 4315's COPYUID). Both are empty when no
         * message was there any more.
         */
        record Done(long uidValidity, long[] from, long[] to) implements Transfer {}

        /** The target is gone (TRYCREATE). */
        record NoSuchTarget() implements Transfer {}

        /** It does not fit (OVERQUOTA). */
        record OverQuota() implements Transfer {}
    }
}
