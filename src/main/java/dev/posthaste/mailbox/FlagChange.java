package dev.posthaste.mailbox;

/** How flags change: new = (old &amp; ~clear) | set. */
public record FlagChange(long clear, long set) {

    /** Sets these and leaves the others. */
    public static FlagChange add(long bits) {
        return new FlagChange(0, bits);
    }

    /** Clears these and leaves the others. */
    public static FlagChange remove(long bits) {
        return new FlagChange(bits, 0);
    }

    /** Sets these and clears all others. */
    public static FlagChange replace(long bits) {
        return new FlagChange(~0L, bits);
    }
}
