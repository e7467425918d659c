package dev.posthaste.imap.wire;

/** The messages of a command: numbers, or the saved search result. */
public sealed interface MessageSet permits MessageSet.Saved, SequenceSet {

    /** {@code $}: the result of the last SEARCH RETURN (SAVE) (RFC 9051 section 6.4.4.1). */
    record Saved() implements MessageSet {
        @Override
        public String toString() {
            return "$";
        }
    }
}
