package dev.posthaste.imap.wire;

import java.time.LocalDate;
import java.util.List;

/** What a message must be to be found (RFC 9051 section 6.4.4, RFC 3501 section 6.4.4). */
public sealed interface SearchKey {

    /** All of these. */
    record And(List<SearchKey> keys) implements SearchKey {
        /** Keeps a copy. */
        public And {
            keys = List.copyOf(keys);
        }
    }

    /** One of the two, or both. */
    record Or(SearchKey one, SearchKey other) implements SearchKey {}

    /** Not that. */
    record Not(SearchKey key) implements SearchKey {}

    /** Any message. */
    record All() implements SearchKey {}

    /** Bears the flag. */
    record Flagged(Flag flag) implements SearchKey {}

    /** Does not bear the flag. */
    record Unflagged(Flag flag) implements SearchKey {}

    /** Is recent to this session; IMAP4rev1 only. */
    record Recent() implements SearchKey {}

    /** Its header has a field of that name which contains the text; any such field if the text is empty. */
    record Header(String name, String text) implements SearchKey {}

    /** Its body contains the text. */
    record Body(String text) implements SearchKey {}

    /** Its header or body contains the text. */
    record Text(String text) implements SearchKey {}

    /** Came on, before, or on or after that day, whatever the hour and zone. */
    record Internal(When when, LocalDate day) implements SearchKey {}

    /** Its Date field says on, before, or on or after that day, whatever the hour and zone. */
    record Sent(When when, LocalDate day) implements SearchKey {}

    /** Has more octets. */
    record Larger(long octets) implements SearchKey {}

    /** Has fewer octets. */
    record Smaller(long octets) implements SearchKey {}

    /** Has one of these message numbers. */
    record Numbers(MessageSet set) implements SearchKey {}

    /** Has one of these UIDs. */
    record Uids(MessageSet set) implements SearchKey {}

    /** How a day is compared. */
    enum When {
        /** Earlier than the day. */
        BEFORE,
        /** The day. */
        ON,
        /** The day or later. */
        SINCE
    }
}
