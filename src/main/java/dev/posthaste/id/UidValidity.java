package dev.posthaste.id;

/**
 * For which time a mailbox's {@link Uid}s are valid: another number makes those that a client remembers void (RFC 9051
 * section 2.3.1.1).
 *
 * @param value 1 to 2^32-1
 */
public record UidValidity(long value) {

    /** Refuses what is not 32 bits without a sign, and 0. */
    public UidValidity {
        if (value < 1 || value > Uid.MAX) {
            throw new IllegalArgumentException("a UIDVALIDITY of " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
