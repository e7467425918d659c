package dev.posthaste.imap.wire;

import java.time.LocalDate;
import java.util.List;

/** A search criterion (RFC 9051 section 6.4.4, RFC 3501 section 6.4.4). */
public sealed interface SearchKey {

    /** All of the keys match. */
    record And(List<SearchKey> keys) implements SearchKey {
        /** Copies the list. */
        public And {
            keys = List.copyOf(keys);
        }
    }

    /** At least one of the two keys matches. */
    record Or(SearchKey one, SearchKey other) implements SearchKey {}

    /** The key does not match. */
    record Not(SearchKey key) implements SearchKey {}

    /** Matches every message. */
    record All() implements SearchKey {}

    /** The message has the flag. */
    record Flagged(Flag flag) implements SearchKey {}

    /** The message does not have the flag. */
    record Unflagged(Flag flag) implements SearchKey {}

    /** The message is recent in this session; IMAP4rev1 only. */
    record Recent() implements SearchKey {}

    /** A header field of that name contains the text; with an empty text, the field exists. */
    record Header(String name, String text) implements SearchKey {}

    /** The body contains the text. */
    record Body(String text) implements SearchKey {}

    /** The header or the body contains the text. */
    record Text(String text) implements SearchKey {}

    /** Compares the day of the internal date, without time and zone. */
    record Internal(When when, LocalDate day) implements SearchKey {}

    /** Compares the day of the Date field, without time and zone. */
    record Sent(When when, LocalDate day) implements SearchKey {}

    /** The message has more than {@code octets} octets. */
    record Larger(long octets) implements SearchKey {}

    /** The message has fewer than {@code octets} octets. */
    record Smaller(long octets) implements SearchKey {}

    /** The message number is in the set. */
    record Numbers(MessageSet set) implements SearchKey {}

    /** The UID is in the set. */
    record Uids(MessageSet set) implements SearchKey {}

    /** How days are compared. */
    enum When {
        /** Before the day. */
        BEFORE,
        /** On the day. */
        ON,
        /** On the day or later. */
        SINCE
    }
}
