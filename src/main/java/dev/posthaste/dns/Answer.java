package dev.posthaste.dns;

import java.util.List;

/**
 * What the DNS said to one question. "There is no such name" and "the name has no such record" are different facts, and
 * neither is "nobody answered": mail that is refused for good because of a server that was down for a minute is lost.
 */
public sealed interface Answer<T> {

    /** At least one record, aliases followed. */
    record Found<T>(List<T> records) implements Answer<T> {
        /** Keeps its own copy, and refuses an empty list. */
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("found nothing");
            }
        }
    }

    /** NXDOMAIN: the name, or the name that it is an alias of, does not exist. */
    record NoSuchName<T>() implements Answer<T> {}

    /** The name exists, a record of this type does not (RFC 2308 section 2.2). */
    record NoData<T>() implements Answer<T> {}

    /**
     * No server answered in time, or the server failed (SERVFAIL, REFUSED), or the answer is not the one that was signed (RFC
     * 7672 section 2.1.1): later it may be otherwise.
     */
    record TemporaryFailure<T>(String text) implements Answer<T> {}

    /** Records came, but none that can be used: a loop of aliases, a host name that is none. */
    record Malformed<T>(String text) implements Answer<T> {}
}
