package dev.posthaste.dns;

import java.util.List;

/**
 * The result of one DNS query. "The name does not exist", "the name has no such record" and "no answer" are distinct:
 * treating a short server outage as a permanent failure would lose mail.
 */
public sealed interface Answer<T> {

    /** At least one record, with aliases followed. */
    record Found<T>(List<T> records) implements Answer<T> {
        /** Keeps its own copy, and refuses an empty list. */
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("found nothing");
            }
        }
    }

    /** NXDOMAIN: the name, or the target of its alias, does not exist. */
    record NoSuchName<T>() implements Answer<T> {}

    /** The name exists but has no record of this type (RFC 2308 section 2.2). */
    record NoData<T>() implements Answer<T> {}

    /**
     * No server answered in time, or the server failed (SERVFAIL, REFUSED), or the answer failed DNSSEC validation (RFC
     * 7672 section 2.1.1). A later query may succeed.
     */
    record TemporaryFailure<T>(String text) implements Answer<T> {}

    /** There are records, but none is usable: a loop of aliases, or an invalid host name. */
    record Malformed<T>(String text) implements Answer<T> {}
}
