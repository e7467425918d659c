package dev.posthaste.id;

/**
 * Unique within a mailbox for one {@link UidValidity}; strictly ascending in the order of arrival (RFC 9051 section
 * 2.3.1.1). For single values; sets of messages keep theirs in arrays.
 *
 * @param value 1 to 2^32-1
 */
public record Uid(long value) {

    /** RFC 9051 section 9, {@code uniqueid}. */
    public static final long MAX = 0xFFFF_FFFFL;

    /** Refuses what is not 32 bits without a sign, and 0. */
    public Uid {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("a UID of " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
