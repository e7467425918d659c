package dev.posthaste.imap.server;

import dev.posthaste.id.ModSeq;
import dev.posthaste.id.UidValidity;
import dev.posthaste.imap.wire.MessageSet;
import dev.posthaste.imap.wire.NumberSet;
import dev.posthaste.imap.wire.Numbering;
import dev.posthaste.imap.wire.SequenceSet;
import dev.posthaste.mailbox.Flags;
import dev.posthaste.mailbox.FolderChanges;
import dev.posthaste.mailbox.FolderSnapshot;
import dev.posthaste.mailbox.MailboxRef;
import dev.posthaste.mailbox.MailboxStore.Access;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * A selected folder as one client knows it: which number means which message, with its flags and its MODSEQ. A number is a
 * place in an array, a UID is found by binary search. What happened in the folder is taken in by {@link #merge} and changes
 * no number until {@link #report} has told the client (RFC 9051 section 7.5.1); a message that is gone stays in its place
 * until then.
 *
 * <p>Sixteen octets a message. It changes in place, and belongs to one {@link State.Selected} at a time: a step hands it
 * over to the next state, and an effect that reads it does so before the next step.
 */
final class SessionView {

    /** Receives the changes to report, in order. */
    interface Reporter {

        /** EXPUNGE: the message with this number is gone, and the numbers after it decrease by one. */
        void expunged(int number);

        /** EXISTS and RECENT. */
        void exists(int messages, int recent);

        /** There are new keywords. */
        void keywords(List<String> keywords);

        /** FETCH: the flags of a message. */
        void flags(int number, long uid, long flags);
    }

    /** Whether numbers may change now: not in the answer to FETCH, STORE or SEARCH (RFC 9051 section 7.5.1). */
    enum Numbers {
        /** Expunged messages are not reported. */
        STAY,
        /** Expunged messages are reported. */
        MAY_CHANGE
    }

    private final MailboxRef mailbox;
    private final Access access;
    private final UidValidity uidValidity;
    private final long firstRecent;

    private List<String> keywords;
    private List<String> toldKeywords;
    private ModSeq modSeq;
    private int count;
    private int told;
    /** UIDs have 32 bits, unsigned. */
    private int[] uids;

    private long[] flags;
    private final ModSeqs modSeqs;
    private final BitSet gone = new BitSet();
    private final BitSet changed = new BitSet();
    private NumberSet saved = NumberSet.empty();

    SessionView(MailboxRef mailbox, FolderSnapshot snapshot, Access access) {
        this.mailbox = mailbox;
        this.access = access;
        this.uidValidity = new UidValidity(snapshot.folder().uidValidity());
        this.firstRecent = snapshot.firstRecent();
        this.keywords = List.copyOf(snapshot.keywords());
        this.toldKeywords = keywords;
        this.modSeq = new ModSeq(snapshot.folder().highestModSeq());
        this.count = snapshot.uids().length;
        this.told = count;
        this.uids = new int[count];
        for (int i = 0; i < count; i++) {
            uids[i] = (int) snapshot.uids()[i];
        }
        this.flags = snapshot.flags().clone();
        this.modSeqs = new ModSeqs(snapshot.modSeqs());
    }

    MailboxRef mailbox() {
        return mailbox;
    }

    boolean isReadOnly() {
        return access == Access.READ_ONLY;
    }

    UidValidity uidValidity() {
        return uidValidity;
    }

    /** Messages from this UID on are recent to this session (RFC 3501 section 2.3.2). */
    long firstRecent() {
        return firstRecent;
    }

    /** Everything up to this change is known. */
    ModSeq modSeq() {
        return modSeq;
    }

    List<String> keywords() {
        return keywords;
    }

    /** The highest number in use. */
    int exists() {
        return told;
    }

    /** Messages that are recent to this session (RFC 3501 section 2.3.2). */
    int recent() {
        return told - Math.min(told, place(firstRecent));
    }

    boolean isRecent(int number) {
        return uid(number) >= firstRecent;
    }

    /** The UID of the message with this number. */
    long uid(int number) {
        return Integer.toUnsignedLong(uids[number - 1]);
    }

    /** Its flags, as far as they are known. */
    long flags(int number) {
        return flags[number - 1];
    }

    /** The MODSEQ of its flags, as far as it is known. */
    long modSeq(int number) {
        return modSeqs.get(number - 1);
    }

    /** Whether another session has removed it, and the client has not been told. */
    boolean isGone(int number) {
        return gone.get(number - 1);
    }

    /** The number of the message with this UID, 0 if there is none. */
    int number(long uid) {
        int place = place(uid);
        return place < count && uid(place + 1) == uid ? place + 1 : 0;
    }

    /** The number of the first message without {@code \Seen}, 0 if there is none. */
    int firstUnseen() {
        for (int i = 0; i < told; i++) {
            if ((flags[i] & Flags.SEEN) == 0) {
                return i + 1;
            }
        }
        return 0;
    }

    /** The numbers of the messages that a command means; of UIDs, those that are in use. */
    NumberSet numbers(MessageSet messages, Numbering numbering) {
        return switch (messages) {
            case MessageSet.Saved() -> numbersOf(saved);
            case SequenceSet set ->
                switch (numbering) {
                    case SEQUENCE -> set.resolve(told);
                    case UID -> numbersOf(set.resolve(told == 0 ? 0 : uid(told)));
                };
        };
    }

    /** Whether a command names a message number that does not exist, which is an error; an unknown UID is not. */
    boolean exceeds(MessageSet messages, Numbering numbering) {
        return numbering == Numbering.SEQUENCE && messages instanceof SequenceSet set && set.exceeds(told);
    }

    /** The UIDs of the messages with these numbers, ascending. */
    long[] uids(NumberSet numbers) {
        long[] found = new long[Math.toIntExact(numbers.size())];
        int used = 0;
        for (int range = 0; range < numbers.ranges(); range++) {
            for (long number = numbers.rangeFirst(range); number <= numbers.rangeLast(range); number++) {
                found[used++] = uid((int) number);
            }
        }
        return found;
    }

    /** Keeps the UIDs of what a search found for {@code $}. */
    void save(NumberSet foundUids) {
        saved = foundUids;
    }

    /** Forgets what {@code $} meant. */
    void forgetSaved() {
        saved = NumberSet.empty();
    }

    /** Sets flags that the client knows. */
    void know(int number, long newFlags, long newModSeq) {
        note(number, newFlags, newModSeq);
        changed.clear(number - 1);
    }

    /** Sets flags and reports them, whether they are new or not. */
    void tell(int number, long newFlags, long newModSeq) {
        note(number, newFlags, newModSeq);
        changed.set(number - 1);
    }

    /** Sets flags, and reports them if they are new. */
    void learn(int number, long newFlags, long newModSeq) {
        boolean isNew = flags[number - 1] != newFlags;
        note(number, newFlags, newModSeq);
        if (isNew) {
            changed.set(number - 1);
        }
    }

    private void note(int number, long newFlags, long newModSeq) {
        flags[number - 1] = newFlags;
        modSeqs.set(number - 1, newModSeq);
    }

    /** Sets the keywords of the account. */
    void learnKeywords(List<String> now) {
        keywords = List.copyOf(now);
    }

    /** Marks messages as expunged; ignores UIDs that are not in the view. */
    void lose(long[] expungedUids) {
        for (long uid : expungedUids) {
            int number = number(uid);
            if (number > 0) {
                gone.set(number - 1);
            }
        }
    }

    /** Merges the changes since {@link #modSeq}. */
    void merge(FolderChanges changes) {
        learnKeywords(changes.keywords());
        for (int i = 0; i < changes.uids().length; i++) {
            long uid = changes.uids()[i];
            int number = number(uid);
            if (number > 0) {
                learn(number, changes.flags()[i], changes.modSeqs()[i]);
            } else if (count == 0 || uid > uid(count)) {
                append(uid, changes.flags()[i], changes.modSeqs()[i]);
            }
        }
        lose(changes.expunged());
        ModSeq now = new ModSeq(changes.folder().highestModSeq());
        modSeq = now.compareTo(modSeq) > 0 ? now : modSeq;
    }

    /** Merges a new snapshot, when the changes since {@link #modSeq} are not known any more. */
    void merge(FolderSnapshot now) {
        long[] lost = new long[count];
        int missing = 0;
        for (int i = 0; i < count; i++) {
            if (Arrays.binarySearch(now.uids(), uid(i + 1)) < 0) {
                lost[missing++] = uid(i + 1);
            }
        }
        long[] expunged = Arrays.copyOf(lost, missing);
        merge(new FolderChanges(now.folder(), now.uids(), now.flags(), now.modSeqs(), expunged, now.keywords()));
    }

    /**
     * Notes that this session's own change has this MODSEQ. They count per account: if it is the next one, nothing else can
     * have happened, and nothing has to be read again.
     */
    void changedAt(long ownModSeq) {
        if (ownModSeq == modSeq.value() + 1) {
            modSeq = new ModSeq(ownModSeq);
        }
    }

    /** Reports what the client does not know, and renumbers accordingly. */
    void report(Numbers numbers, Reporter reporter) {
        if (numbers == Numbers.MAY_CHANGE && !gone.isEmpty()) {
            reportGone(reporter);
        }
        if (told != count) {
            told = count;
            reporter.exists(told, recent());
        }
        if (keywords.size() != toldKeywords.size()) {
            toldKeywords = keywords;
            reporter.keywords(keywords);
        }
        for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
            if (!gone.get(i)) {
                reporter.flags(i + 1, uid(i + 1), flags[i]);
            }
        }
        changed.clear();
    }

    private void reportGone(Reporter reporter) {
        int kept = gone.nextSetBit(0);
        int toldGone = 0;
        for (int i = kept; i < count; i++) {
            if (gone.get(i)) {
                // A message that came and went unseen never had a number.
                if (i < told) {
                    reporter.expunged(i - toldGone + 1);
                    toldGone++;
                }
            } else {
                uids[kept] = uids[i];
                flags[kept] = flags[i];
                modSeqs.set(kept, modSeqs.get(i));
                changed.set(kept, changed.get(i));
                kept++;
            }
        }
        changed.clear(kept, Math.max(kept, changed.length()));
        gone.clear();
        count = kept;
        told = Math.min(told - toldGone, count);
    }

    private void append(long uid, long newFlags, long newModSeq) {
        if (count == uids.length) {
            int capacity = Math.max(16, count + count / 2);
            uids = Arrays.copyOf(uids, capacity);
            flags = Arrays.copyOf(flags, capacity);
            modSeqs.grow(capacity);
        }
        uids[count] = (int) uid;
        flags[count] = newFlags;
        modSeqs.set(count, newModSeq);
        count++;
    }

    private NumberSet numbersOf(NumberSet wanted) {
        NumberSet.Builder numbers = new NumberSet.Builder();
        for (int range = 0; range < wanted.ranges(); range++) {
            int first = place(wanted.rangeFirst(range)) + 1;
            int last = Math.min(told, place(wanted.rangeLast(range) + 1));
            if (first <= last) {
                numbers.addRange(first, last);
            }
        }
        return numbers.build();
    }

    /** How many messages have a smaller UID. */
    private int place(long uid) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (uid(middle + 1) < uid) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
